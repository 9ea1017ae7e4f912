# saseol: `make` builds build/saseol, and never installs anything (see "make setup").

CC ?= cc
PREFIX ?= /usr/local
BUILD ?= build
PACKAGES = icu-uc icu-i18n sqlite3 libpcre2-8 json-c nettle libxml-2.0 libarchive
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes
OPTIMISE ?= -O2 -g
CFLAGS ?= $(OPTIMISE)
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -pthread $(WARNINGS) $(SANITIZE) $(CFLAGS) -Isrc -Iinclude -I$(BUILD) $(shell pkg-config --cflags $(PACKAGES))
LIBS = $(shell pkg-config --libs $(PACKAGES)) -pthread -lm

SOURCES := $(sort $(filter-out src/build/%,$(wildcard src/*.c src/*/*.c)))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o)
LIBRARY_OBJECTS := $(filter-out $(BUILD)/main.o,$(OBJECTS)) $(BUILD)/builtin.o $(BUILD)/ready.o
RULES := $(sort $(wildcard src/rules/*/*.rules src/rules/*/*.table))

all: $(BUILD)/saseol

$(BUILD)/saseol: $(BUILD)/main.o $(BUILD)/libsaseol.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/libsaseol.a: $(LIBRARY_OBJECTS)
	rm -f $@
	ar rcs $@ $^

# the library as it is installed: one object that shows the names of saseol.h and no other
$(BUILD)/lib/libsaseol.a: $(LIBRARY_OBJECTS)
	@mkdir -p $(@D)
	ld -r -o $(BUILD)/lib/saseol.o $^
	objcopy --wildcard --keep-global-symbol='saseol_*' $(BUILD)/lib/saseol.o
	rm -f $@
	ar rcs $@ $(BUILD)/lib/saseol.o

$(BUILD)/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d)

# ---- rule and table files, compiled in as bytes ----

$(BUILD)/rules.list: FORCE
	@mkdir -p $(@D)
	@echo $(RULES) | cmp -s - $@ || echo $(RULES) >$@

$(BUILD)/builtin.c: $(BUILD)/rules.list $(RULES)
	@{ printf '/* written by the Makefile from src/rules */\n#include "engine/builtin.h"\n'; n=0; \
	for file in $(RULES); do n=$$((n + 1)); \
		printf '__asm__(".section .rodata\\nbuiltin_%d:\\n.incbin \\"%s\\"\\n' $$n $$file; \
		printf 'builtin_stop_%d:\\n.byte 0\\n.previous\\n");\n' $$n; \
		printf 'extern const char builtin_%d[], builtin_stop_%d[];\n' $$n $$n; done; n=0; \
	printf 'const struct builtin builtins[] = {\n'; \
	for file in $(RULES); do n=$$((n + 1)); printf '\t{ "%s", builtin_%d, builtin_stop_%d },\n' $$file $$n $$n; done; \
	printf '\t{ 0, 0, 0 }\n};\n'; } >$@

$(BUILD)/builtin.o: $(BUILD)/builtin.c src/engine/builtin.h
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

# what can be found out about them once and for all (src/engine/ready.c)
READY_OBJECTS = $(filter $(BUILD)/base/% $(BUILD)/engine/%,$(OBJECTS)) $(BUILD)/builtin.o $(BUILD)/unready.o

$(BUILD)/unready.c: Makefile
	@mkdir -p $(@D)
	@printf '#include "engine/builtin.h"\nconst struct builtin builtin_ready = { 0, 0, 0 };\n' >$@

$(BUILD)/unready.o: $(BUILD)/unready.c
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/make-ready: src/build/ready.c $(READY_OBJECTS)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/ready.bin: $(BUILD)/make-ready
	$(BUILD)/make-ready $@.new && mv $@.new $@

$(BUILD)/ready.c: Makefile
	@mkdir -p $(@D)
	@{ printf '/* written by the Makefile */\n#include "engine/builtin.h"\n'; \
	printf '__asm__(".section .rodata\\n.balign 8\\nbuiltin_ready_start:\\n.incbin \\"$(BUILD)/ready.bin\\"\\n"\n'; \
	printf '"builtin_ready_stop:\\n.byte 0\\n.previous\\n");\n'; \
	printf 'extern const char builtin_ready_start[], builtin_ready_stop[];\n'; \
	printf 'const struct builtin builtin_ready = { "ready", builtin_ready_start, builtin_ready_stop };\n'; } >$@

$(BUILD)/ready.o: $(BUILD)/ready.c $(BUILD)/ready.bin
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

FORCE:

# ---- tests ----

UNITS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/*.c)))

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libsaseol.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(BUILD)/libsaseol.a $(LIBS) -lcmocka

-include $(UNITS:=.d)

# everything that is right or wrong; `make check-unit` is its first part, `make check-examples` its second
check: all $(UNITS)
	@BUILD=$(BUILD) CC="$(CC)" tests/run

check-unit: $(UNITS)
	@BUILD=$(BUILD) tests/run unit

# what takes long or much: a stream of a gigabyte, runs that are killed
check-all: check
	@BUILD=$(BUILD) tests/long

check-examples: all
	@$(BUILD)/saseol check

# the same once more, with every access to memory watched
check-sanitize:
	@$(MAKE) BUILD=build-asan OPTIMISE="-O1 -g" SANITIZE="-fsanitize=address,undefined -fno-sanitize-recover=all" check

# ---- quality: how the corpus is read, compared with hand labels ----

$(BUILD)/score.txt: $(BUILD)/saseol $(wildcard corpus/*/*)
	@for language in corpus/*/; do \
		$(BUILD)/saseol -q -o $(BUILD)/score.jsonl -f jsonl $$language && echo "$$language" && \
		$(BUILD)/saseol score $$language $(BUILD)/score.jsonl && echo || exit 1; done >$@.new && mv $@.new $@

score: $(BUILD)/score.txt
	@cat $<

# what `make check` compares with: a change of quality is a change of this file
score-accept: $(BUILD)/score.txt
	cp $< corpus/score.txt

# the expected outputs in tests/golden and the README's screens, written anew: read the difference before you commit it
golden: all
	@BUILD=$(BUILD) tests/golden/write
	@BUILD=$(BUILD) tests/transcript -m -u README.md >/dev/null

# ---- speed: the floor, each stage, the whole program; see tests/bench/run for what may be set ----

$(BUILD)/bench: tests/bench/bench.c $(BUILD)/libsaseol.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libsaseol.a $(LIBS)

bench: all $(BUILD)/bench
	@BUILD=$(BUILD) tests/bench/run >$(BUILD)/bench.new && mv $(BUILD)/bench.new $(BUILD)/bench.txt && cat $(BUILD)/bench.txt

# the table to compare with, on this machine
bench-accept:
	cp $(BUILD)/bench.txt corpus/bench.txt

bench-instructions: all $(BUILD)/bench
	@BUILD=$(BUILD) tests/bench/instructions

# ---- installing ----

VERSION = $(shell sed -n 's/.*SASEOL_VERSION "\(.*\)"/\1/p' src/base/version.h)

$(BUILD)/saseol.1: $(BUILD)/saseol
	$(BUILD)/saseol help --man >$@

# libarchive's own list names libraries that only its static form wants
$(BUILD)/saseol.pc: Makefile src/base/version.h
	@mkdir -p $(@D)
	@printf '%s\n' 'prefix=$(PREFIX)' 'Name: saseol' 'Version: $(VERSION)' \
		'Description: claims, figures and recommendations of news editorials' \
		'Cflags: -I$${prefix}/include' 'Libs: -L$${prefix}/lib -lsaseol' \
		'Libs.private: $(LIBS)' >$@

install: all $(BUILD)/lib/libsaseol.a $(BUILD)/saseol.1 $(BUILD)/saseol.pc
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include \
		$(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(BUILD)/saseol $(DESTDIR)$(PREFIX)/bin/
	install -m 644 $(BUILD)/lib/libsaseol.a $(DESTDIR)$(PREFIX)/lib/
	install -m 644 $(BUILD)/saseol.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/
	install -m 644 include/saseol.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 $(BUILD)/saseol.1 $(DESTDIR)$(PREFIX)/share/man/man1/

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/saseol $(DESTDIR)$(PREFIX)/lib/libsaseol.a \
		$(DESTDIR)$(PREFIX)/lib/pkgconfig/saseol.pc $(DESTDIR)$(PREFIX)/include/saseol.h \
		$(DESTDIR)$(PREFIX)/share/man/man1/saseol.1

# ---- what has to be there before anything else ----

DEBIAN = gcc libc6-dev make pkg-config libicu-dev libpcre2-dev libsqlite3-dev libjson-c-dev nettle-dev libxml2-dev libarchive-dev libcmocka-dev

setup:
	@if pkg-config --exists $(PACKAGES) cmocka 2>/dev/null && command -v $(CC) >/dev/null; then \
		echo "everything is there"; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $(DEBIAN); \
	else \
		echo "to build saseol, install a C compiler, make, pkg-config, ICU, PCRE2, SQLite, json-c, nettle, libxml2, libarchive and cmocka:"; \
		echo "  Debian, Ubuntu  sudo apt-get install $(DEBIAN)"; \
		echo "  Fedora          sudo dnf install gcc make pkgconf libicu-devel pcre2-devel sqlite-devel json-c-devel nettle-devel libxml2-devel libarchive-devel libcmocka-devel"; \
		echo "  Arch            sudo pacman -S gcc make pkgconf icu pcre2 sqlite json-c nettle libxml2 libarchive cmocka"; \
		exit 1; \
	fi

clean:
	rm -rf build build-*

.PHONY: FORCE all check check-unit check-all check-examples check-sanitize score score-accept bench bench-accept bench-instructions golden install uninstall setup clean
