/* A person at a browser, for tests: keeps cookies, follows redirects, finds forms, buttons and links by the words on them. Everything it
 * sends, a browser without JavaScript could send. Each browser has a loopback address of its own, so that rates count it apart. */
#pragma once
#include "base/arena.h"
#include "drive/html.h"
#include <curl/curl.h>
#include <stdbool.h>

struct answer {
    int status;
    const char *url;     /* after redirects */
    const char *type;
    const char *headers; /* of the last answer, as sent */
    char *body;
    size_t length;
    struct html *html;   /* NULL unless it is a page */
    struct answer *before;
};

struct browser {
    struct arena *arena;
    const char *home;    /* "http://localhost:8080" */
    const char *address; /* "127.0.0.7" */
    CURL *curl;
    struct answer *now;  /* NULL before the first page */
    struct pair *filled; /* what was typed into the page before a button is pressed */
    const char *trouble; /* what went wrong on our side: no connection, no such button; NULL when nothing did */
    const char *language;
};

struct request_body {
    const char *method;       /* "POST" */
    const char *type;         /* NULL: a form */
    const char *bytes;        /* with type */
    const struct pair *pairs; /* without */
    bool multipart;
    const char *const *headers; /* further ones, NULL at the end; or NULL */
};

struct browser *browser_new(struct arena *a, const char *home, int number);
/* All of these: true when an answer came, whatever it says. */
bool browser_get(struct browser *b, const char *url);
bool browser_send(struct browser *b, const char *url, const struct request_body *body);
void browser_fill(struct browser *b, const char *name, const char *value, bool file);
/* Presses the button so named. twice: two equal requests at the same time, as by a double click; both answers must come. */
bool browser_press(struct browser *b, const char *label, bool twice);
bool browser_follow(struct browser *b, const char *label);
bool browser_back(struct browser *b); /* the page before, as it was: no request */
bool browser_go(struct browser *b, const char *path_or_url); /* as typed into the address bar */
const char *browser_path(const struct browser *b); /* of the page shown, without the home address */
/* The e-ID of the stand-ins; level 0: the person's own. Officers' password from demo/officers.csv. */
bool browser_sign_in_resident(struct browser *b, const char *number, int level);
bool browser_sign_in_officer(struct browser *b, const char *login, const char *password);

/* The newest form token this browser was given; "" when none. */
const char *browser_csrf(const struct browser *b);
/* The programming interface with the browser's session: headers are further ones, NULL at the end, or NULL. NULL: no answer. */
struct answer *browser_api(struct browser *b, const char *csrf, const char *method, const char *url, const char *json, const char *const *headers);
