/* error.c: see error.h. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

bool error_set(struct error *error, enum error_kind kind, const char *format, ...)
{
	if (error->kind != ERROR_NONE)
		return false;
	error->kind = kind;
	va_list values;
	va_start(values, format);
	vsnprintf(error->message, sizeof error->message, format, values);
	va_end(values);
	return false;
}

const char *error_code(enum error_kind kind)
{
	static const char *const codes[] = {
		[ERROR_NONE] = "none", [ERROR_USAGE] = "usage", [ERROR_RULE] = "rule", [ERROR_READ] = "read",
		[ERROR_RECORD] = "record", [ERROR_BINARY] = "binary", [ERROR_TOO_LARGE] = "too-large",
		[ERROR_MEMORY] = "memory", [ERROR_WRITE] = "write"
	};
	return codes[kind];
}
