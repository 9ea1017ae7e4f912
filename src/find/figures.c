/* figures.c */
#include "find/find.h"
void find_figures(struct document *document, struct matcher *matcher) { (void)document; (void)matcher; }
