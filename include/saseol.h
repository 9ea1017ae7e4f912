#ifndef SASEOL_H
#define SASEOL_H
#define SASEOL_VERSION "0.1.0"
#endif
