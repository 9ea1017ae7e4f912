/* What readers make of files: archives and workbooks are written here, hostile ones too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "read/csv.h"
#include "read/date.h"
#include "read/inputs.h"

enum { ROOM = 4 * 1024 * 1024 };

static char bytes[ROOM];
static size_t len;
static char path[] = "/tmp/saseol-inputs-XXXXXX";
static struct arena arena;
static struct inputs *inputs;
static struct input input;
static struct error error;

/* ---- what is read ---- */

static struct archive *archive_begin(void)
{
	struct archive *archive = archive_write_new();
	archive_write_set_format_zip(archive);
	assert_int_equal(archive_write_open_memory(archive, bytes, sizeof bytes, &len), ARCHIVE_OK);
	return archive;
}

static void archive_add(struct archive *archive, const char *name, const char *text, size_t size)
{
	struct archive_entry *entry = archive_entry_new();
	archive_entry_set_pathname(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_size(entry, (la_int64_t)size);
	assert_true(archive_write_header(archive, entry) >= ARCHIVE_WARN);
	assert_int_equal(archive_write_data(archive, text, size), size);
	archive_entry_free(entry);
}

static void archive_end(struct archive *archive)
{
	archive_write_close(archive);
	archive_write_free(archive);
}

static void open_bytes(size_t max_size)
{
	static const char *names[] = { path };
	struct inputs_wish wish = { .names = names, .count = 1, .max_size = max_size };
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
	inputs = inputs_open(&wish);
	assert_non_null(inputs);
}

static bool next(void)
{
	arena_clear(&arena);
	return inputs_next(inputs, &arena, &input, &error);
}

static void assert_reads(const char *text)
{
	assert_true(next());
	assert_string_equal(error.message, "");
	assert_int_equal(input.bytes.len, strlen(text));
	assert_memory_equal(input.bytes.at, text, input.bytes.len);
}

static void assert_fails(const char *words)
{
	assert_true(next());
	if (!strstr(error.message, words))
		assert_string_equal(error.message, words);
}

static int set_up(void **state)
{
	static bool named;
	(void)state;
	if (!named)
		close(mkstemp(path));
	named = true;
	arena_init(&arena);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	inputs_close(inputs);
	inputs = NULL;
	arena_release(&arena);
	unlink(path);
	return 0;
}

/* ---- archives ---- */

static void an_archive_is_read_member_by_member(void **state)
{
	(void)state;
	struct archive *archive = archive_begin();
	archive_add(archive, "a.txt", "one", 3);
	archive_add(archive, "folder/b.jsonl", "{\"text\":\"two\"}\n{\"text\":\"three\"}\n", 31);
	archive_add(archive, "picture.png", "no", 2);
	archive_end(archive);
	open_bytes(0);
	assert_reads("one");
	assert_non_null(strstr(input.path, "!a.txt"));
	assert_reads("two");
	assert_non_null(strstr(input.path, "!folder/b.jsonl"));
	assert_int_equal(input.line, 1);
	assert_reads("three");
	assert_false(next());
}

static void names_that_lead_outside_get_a_note(void **state)
{
	(void)state;
	struct archive *archive = archive_begin();
	archive_add(archive, "a/../../b.txt", "one", 3);
	archive_add(archive, "/etc/c.txt", "two", 3);
	archive_end(archive);
	open_bytes(0);
	assert_reads("one");
	assert_int_equal(input.notes.len, 1);
	assert_string_equal(input.notes.at[0].code, "member-name");
	assert_reads("two");
	assert_false(next());
}

static void what_grows_without_measure_is_stopped(void **state)
{
	static char zeros[1024 * 1024];
	(void)state;
	memset(zeros, ' ', sizeof zeros);
	struct archive *archive = archive_begin();
	for (int i = 0; i < 20; i++)
		archive_add(archive, "a.txt", zeros, sizeof zeros);
	archive_end(archive);
	open_bytes(64 * 1024);
	for (int i = 0; i < 20; i++)
		assert_fails("--max-size");
	assert_false(next());
}

static void an_archive_cut_off_anywhere_ends_with_a_word_about_it(void **state)
{
	(void)state;
	struct archive *archive = archive_begin();
	archive_add(archive, "a.txt", "one one one", 11);
	archive_add(archive, "b.txt", "two two two", 11);
	archive_end(archive);
	size_t whole = len;
	for (len = 1; len < whole - 22; len++) {
		size_t documents = 0, wrong = 0;
		open_bytes(0);
		while (next()) {
			documents++;
			wrong += error.kind != ERROR_NONE;
			assert_true(documents < 10);
		}
		/* less than its first mark is no archive, but some text */
		assert_true(len < 4 || wrong);
		inputs_close(inputs);
		inputs = NULL;
	}
}

static void any_byte_of_an_archive_may_be_wrong(void **state)
{
	(void)state;
	struct archive *archive = archive_begin();
	archive_add(archive, "a.csv", "id,text\n1,one\n2,\"two\"\n", 22);
	archive_add(archive, "b.txt", "two two two", 11);
	archive_end(archive);
	for (size_t i = 0; i < len; i++) {
		bytes[i] = (char)(bytes[i] ^ (i % 2 ? 0x80 : 0x01));
		open_bytes(0);
		for (int documents = 0; next(); documents++)
			assert_true(documents < 100);
		inputs_close(inputs);
		inputs = NULL;
		bytes[i] = (char)(bytes[i] ^ (i % 2 ? 0x80 : 0x01));
	}
}

/* ---- any bytes ---- */

/* Reads it with every byte changed in its turn, and cut off behind every byte: there is always an end. */
static void torment(const char *text)
{
	size_t whole = strlen(text);
	memcpy(bytes, text, whole);
	for (size_t i = 0; i < 2 * whole; i++) {
		size_t at = i / 2;
		char before = bytes[at];
		len = i % 2 ? at : whole;
		bytes[at] = (char)(i % 2 ? before : before ^ (at % 3 ? 0x11 : 0x82));
		open_bytes(4096);
		for (int documents = 0; next(); documents++)
			assert_true(documents < 100);
		inputs_close(inputs);
		inputs = NULL;
		bytes[at] = before;
	}
}

static void any_byte_of_a_web_archive_may_be_wrong(void **state)
{
	(void)state;
	torment("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a/b>\r\nContent-Type: application/http\r\n"
		"Content-Length: 96\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
		"3\r\none\r\n0\r\n\r\n\r\n\r\nWARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\n"
		"Content-Length: 3\r\n\r\ntwo\r\n\r\n");
}

static void any_byte_of_a_saved_page_may_be_wrong(void **state)
{
	(void)state;
	torment("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"a b\"\r\n\r\n--a b\r\n"
		"Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/html\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>on=65=\r\n</p>\r\n--c--\r\n--a b\r\n"
		"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\ndHdv\r\n--a b--\r\n");
}

static void any_byte_of_a_table_may_be_wrong(void **state)
{
	(void)state;
	torment("\xEF\xBB\xBFid;text;date\r\n1;\"one \"\"two\"\"\r\nthree\";20240503\r\n\r\n2;caf\xC3\xA9;\n3;\"x\"y\";\n");
}

/* ---- workbooks ---- */

static const char workbook[] = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"one\" r:id=\"rId1\"/></sheets></workbook>",
	links[] = "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
	strings[] = "<sst><si><t>text</t></si><si><r><t>It must </t></r><r><t>act.</t></r><rPh><t>spoken</t></rPh></si></sst>",
	sheet[] = "<worksheet><sheetData>"
		"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>date</t></is></c><c r=\"C1\" t=\"s\"><v>0</v></c></row>"
		"<row r=\"3\"><c r=\"A3\"><v>45415</v></c><c r=\"C3\" t=\"s\"><v>1</v></c></row>"
		"<row r=\"4\"><c r=\"A4\"><v>20240504</v></c></row></sheetData></worksheet>";

static void write_workbook(const char *rows)
{
	struct archive *archive = archive_begin();
	archive_add(archive, "[Content_Types].xml", "<Types/>", 8);
	archive_add(archive, "xl/worksheets/sheet1.xml", rows, strlen(rows));
	archive_add(archive, "xl/workbook.xml", workbook, sizeof workbook - 1);
	archive_add(archive, "xl/_rels/workbook.xml.rels", links, sizeof links - 1);
	archive_add(archive, "xl/sharedStrings.xml", strings, sizeof strings - 1);
	archive_end(archive);
}

static void a_row_of_a_workbook_is_a_record(void **state)
{
	(void)state;
	write_workbook(sheet);
	open_bytes(0);
	assert_reads("It must act.");
	assert_int_equal(input.line, 3);
	assert_string_equal(input.field, "text");
	assert_string_equal(input.meta.date.at, "2024-05-03");
	assert_reads("");
	assert_string_equal(input.meta.date.at, "2024-05-04");
	assert_false(next());
}

static void a_damaged_workbook_is_an_error(void **state)
{
	char half[200];
	(void)state;
	snprintf(half, sizeof half, "%.150s", sheet);
	write_workbook(half);
	open_bytes(0);
	assert_fails("damaged");
	assert_false(next());
}

static void entities_without_end_are_not_unfolded(void **state)
{
	(void)state;
	write_workbook("<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
		"<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]>"
		"<worksheet><row><c t=\"str\"><v>text</v></c></row><row><c t=\"str\"><v>&d;&d;&d;</v></c></row></worksheet>");
	open_bytes(0);
	while (next())
		assert_true(input.bytes.len < 1000);
}

/* ---- rows ---- */

/* However the bytes of a row come, its cells are the same. */
static void a_row_may_come_byte_by_byte(void **state)
{
	static const char rows[] = "a,\"b \"\"c\"\"\nd\",,e\r\n";
	struct csv_row row = { 0 };
	(void)state;
	for (size_t i = 1; i < sizeof rows - 1; i++)
		assert_int_equal(csv_scan(&row, (struct slice){ rows, i }, false, ','), CSV_MORE);
	assert_int_equal(csv_scan(&row, SLICE(rows), false, ','), CSV_ROW);
	assert_int_equal(row.count, 4);
	assert_int_equal(row.len, sizeof rows - 1);
	assert_true(row.cells[1].doubled);
	assert_int_equal(row.cells[1].stop - row.cells[1].start, 9);
	assert_int_equal(row.cells[2].stop, row.cells[2].start);
	free(row.cells);
}

static void a_quote_that_is_never_closed_is_broken(void **state)
{
	struct csv_row row = { 0 };
	(void)state;
	assert_int_equal(csv_scan(&row, SLICE("a,\"b\nc,d\n"), true, ','), CSV_BROKEN);
	csv_clear(&row);
	assert_int_equal(csv_scan(&row, SLICE("a,\"b\nc,\"d\"\n"), true, ','), CSV_BROKEN);
	free(row.cells);
}

/* ---- dates ---- */

static void a_date_is_understood_however_it_is_written(void **state)
{
	static const char *const same[] = { "2024-05-03", "20240503", "2024.05.03", "2024. 5. 3.", "2024/5/3 10:00",
		"Fri, 3 May 2024 08:00:00 +0900", "3 May 2024 08:00:00", "2024-05-03T10:00:00Z" };
	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		assert_string_equal(date_read(&arena, slice_from(same[i])).at, "2024-05-03");
	assert_int_equal(date_read(&arena, SLICE("20241303")).len, 0);
	assert_int_equal(date_read(&arena, SLICE("yesterday")).len, 0);
	assert_string_equal(date_of_serial(&arena, 45415).at, "2024-05-03");
	assert_string_equal(date_of_serial(&arena, 61).at, "1900-03-01");
	assert_string_equal(date_of_serial(&arena, 36525).at, "1999-12-31");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_archive_is_read_member_by_member), TEST(names_that_lead_outside_get_a_note),
		TEST(what_grows_without_measure_is_stopped), TEST(an_archive_cut_off_anywhere_ends_with_a_word_about_it),
		TEST(any_byte_of_an_archive_may_be_wrong), TEST(any_byte_of_a_web_archive_may_be_wrong),
		TEST(any_byte_of_a_saved_page_may_be_wrong), TEST(any_byte_of_a_table_may_be_wrong), TEST(a_row_of_a_workbook_is_a_record),
		TEST(a_damaged_workbook_is_an_error), TEST(entities_without_end_are_not_unfolded),
		TEST(a_row_may_come_byte_by_byte), TEST(a_quote_that_is_never_closed_is_broken),
		TEST(a_date_is_understood_however_it_is_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
