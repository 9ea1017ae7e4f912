/* argument.c */
#include "find/find.h"
void find_argument(struct document *document, struct matcher *matcher) { (void)document; (void)matcher; }
