/* version.h: of the program, the library and the manual page. */
#ifndef SASEOL_BASE_VERSION_H
#define SASEOL_BASE_VERSION_H

#define SASEOL_VERSION "0.1.0"

#endif
