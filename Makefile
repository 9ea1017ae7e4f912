# saseol: `make` builds build/saseol, and never installs anything (see "make setup").

CC ?= cc
PREFIX ?= /usr/local
BUILD ?= build
PACKAGES = icu-uc icu-i18n libpcre2-8 json-c nettle
WARNINGS = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes
OPTIMISE ?= -O2 -g
CFLAGS ?= $(OPTIMISE)
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -pthread $(WARNINGS) $(SANITIZE) $(CFLAGS) -Isrc -Iinclude -I$(BUILD) $(shell pkg-config --cflags $(PACKAGES))
LIBS = $(shell pkg-config --libs $(PACKAGES)) -pthread -lm

SOURCES := $(sort $(wildcard src/*.c src/*/*.c))
OBJECTS := $(SOURCES:src/%.c=$(BUILD)/%.o)
LIBRARY_OBJECTS := $(filter-out $(BUILD)/main.o,$(OBJECTS)) $(BUILD)/builtin.o
RULES := $(sort $(wildcard src/rules/*/*.rules src/rules/*/*.table))

all: $(BUILD)/saseol

$(BUILD)/saseol: $(BUILD)/main.o $(BUILD)/libsaseol.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/libsaseol.a: $(LIBRARY_OBJECTS)
	rm -f $@
	ar rcs $@ $^

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

FORCE:

# ---- tests ----

UNITS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/*.c)))

$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libsaseol.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -MMD -MP -MF $@.d -o $@ $< $(BUILD)/libsaseol.a $(LIBS) -lcmocka

-include $(UNITS:=.d)

check-unit: $(UNITS)
	@for unit in $(UNITS); do $$unit || exit 1; done

# the examples of all built-in rules, through the whole program
check-examples: $(BUILD)/tests/examples
	$(BUILD)/tests/examples

$(BUILD)/tests/examples: tests/examples.c $(BUILD)/libsaseol.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/libsaseol.a $(LIBS) -lcmocka

clean:
	rm -rf build build-*

.PHONY: FORCE all check-unit check-examples clean
