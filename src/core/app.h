/* What one process holds from start to end; read-only once it serves. Filled by app/ only. */
#pragma once
#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_node;
struct module;
struct province;
struct http_client;
struct notify_sender;
struct file_store;    /* engines/files/files.h */
struct file_jail;     /* engines/files/check.h */
struct virus_scanner; /* engines/files/check.h */
struct pdf_maker;     /* engines/papers/pdf.h */
struct signer;        /* engines/signing/signing.h */

struct settings {
    const char *data;       /* folder for database, files, sockets, keys */
    const char *db_url;     /* "sqlite:PATH" or "postgres://…" */
    const char *province;   /* folder of the package */
    const char *base_url;   /* as people see it, no slash at the end: "http://localhost:8080" */
    const char *sandbox_url;/* where the stand-ins answer; NULL when real systems are configured */
    const char *secrets;    /* folder of keys outside the database dump */
    const char *web;        /* folder of built assets (assets.list) */
    int port;
    bool demo;              /* data is invented: every page says so */
    bool secure_cookies;    /* base_url is https */
};

struct app {
    struct arena *arena;
    struct settings settings;
    struct db *db;
    struct db_node *node;   /* keeps this process's ids apart from those of others on the same database */
    const struct module *const *modules; /* sorted by name, NULL at the end; only those switched on in the province */
    struct province *province;
    const struct http_client *http_client;
    struct file_store *files;      /* papers and results, by digest */
    struct file_jail *jail;        /* where uploads are inspected */
    struct virus_scanner *scanner; /* NULL: none configured */
    struct pdf_maker *pdf;         /* prints papers */
    struct signer *signer;         /* seals results */
    struct notify_sender *mail, *sms; /* engines/notify/notify.h; NULL: none configured */
    const uint8_t *secret;  /* 32 bytes, for MACs of tokens; from settings.secrets */
};

/* Names one setting of the package or the environment (outside addresses, credentials): "eid.issuer". NULL when not set. */
const char *app_setting(const struct app *app, const char *name);
