/* json.h: a parsed piece of JSON, looked at but never changed. */
#ifndef SASEOL_READ_JSON_H
#define SASEOL_READ_JSON_H

#include "base/error.h"
#include "base/slice.h"

struct json;
struct json_parser;

/* NULL when there is no memory. */
struct json_parser *json_parser_open(void);
void json_parser_close(struct json_parser *parser);

/* One whole value; NULL with an error that says why it is none. */
struct json *json_parse(struct json_parser *parser, struct slice text, struct error *error);
void json_release(struct json *json);

enum json_kind { JSON_NULL, JSON_TRUTH, JSON_NUMBER, JSON_STRING, JSON_LIST, JSON_OBJECT };

/* All of these take NULL, which is what a field that is not there is; it is of kind JSON_NULL. */
enum json_kind json_kind(const struct json *json);
const struct json *json_field(const struct json *json, const char *name);
bool json_has(const struct json *json, const char *name);
size_t json_count(const struct json *list);
const struct json *json_element(const struct json *list, size_t i);

bool json_truth(const struct json *json);               /* false for anything else */
double json_number(const struct json *json);            /* 0 for anything else */
struct slice json_string(const struct json *json);      /* of a string; .at is NULL for anything else */
struct slice json_written(const struct json *json);     /* of a string or number, as a string */

#endif
