/* sink.h: where a run's results go, whatever the format: a stream of bytes, or a database. */
#ifndef SASEOL_CLI_SINK_H
#define SASEOL_CLI_SINK_H

#include "cli/output.h"
#include "write/database.h"
#include "write/writer.h"

struct sink {
	const struct writer *writer;
	struct output output;
	struct database *database;      /* or NULL */
	bool in_place;                  /* an older database is added to */
	size_t put;                     /* documents */
	const struct wish *wish;
};

/* Writes what stands before the documents. by: of the run. */
bool sink_open(struct sink *sink, const struct writer *writer, const char *path, const struct wish *wish, const char *by,
               struct error *error);

/* The same for a file that an earlier run may have begun: nothing is written until sink_restart or sink_cut. */
bool sink_open_lasting(struct sink *sink, const struct writer *writer, const char *path, const struct wish *wish,
                       struct error *error);

/* Begins the file anew, or keeps so many bytes, of so many documents. */
bool sink_restart(struct sink *sink, struct error *error);
bool sink_cut(struct sink *sink, uint64_t bytes, size_t documents, struct error *error);

/* Has an older run put this document there already, as it is? For workers, too. */
bool sink_has(struct sink *sink, const char *id, const char *sha256);

/* What the writer made of one document. False when nothing more can be written. */
bool sink_put(struct sink *sink, struct slice document, struct error *error);

/* complete: everything is there. */
bool sink_close(struct sink *sink, bool complete, struct error *error);

#endif
