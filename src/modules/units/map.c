/* /ban-do: the communes as polygons, with the same content as a table. The GeoJSON for the browser is made from the package once per
 * process, when first asked for: coordinates on a grid of 0.0005° (about 55 m), so that neighbours keep their common border and the file
 * stays small, and packed with gzip. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "base/unpack.h"
#include "core/app.h"
#include "core/http/http.h"
#include "core/i18n.h"
#include "core/page.h"
#include "core/province.h"
#include "modules/units/units_inside.h"
#include "units_pages.h"
#include <math.h>
#include <pthread.h>

enum { GEOJSON_MOST = 16 * 1024 * 1024, DEPTH_MOST = 8, COLOURS = 3, GRID = 2000 /* steps in one degree */ };

/* --- making the file ---------------------------------------------------------------------------------------------------------- */

static void write_position(struct json_writer *w, long x, long y)
{
    char text[64];
    snprintf(text, sizeof text, "[%.4f,%.4f]", (double)x / GRID, (double)y / GRID);
    json_raw(w, text);
}

/* A ring that shrinks to less than a triangle is left out by the caller: false. */
static bool ring_is_left(const json_t *ring)
{
    size_t different = 0;
    long last_x = 0, last_y = 0;
    for (size_t i = 0; i < json_array_size(ring); i++) {
        const json_t *at = json_array_get(ring, i);
        long x = lround(json_number_value(json_array_get(at, 0)) * GRID), y = lround(json_number_value(json_array_get(at, 1)) * GRID);
        different += !i || x != last_x || y != last_y;
        last_x = x;
        last_y = y;
    }
    return different >= 4;
}

static void write_ring(struct json_writer *w, const json_t *ring)
{
    long last_x = 0, last_y = 0;
    json_array_open(w);
    for (size_t i = 0; i < json_array_size(ring); i++) {
        const json_t *at = json_array_get(ring, i);
        long x = lround(json_number_value(json_array_get(at, 0)) * GRID), y = lround(json_number_value(json_array_get(at, 1)) * GRID);
        if (!i || x != last_x || y != last_y)
            write_position(w, x, y);
        last_x = x;
        last_y = y;
    }
    json_array_close(w);
}

static void write_polygon(struct json_writer *w, const json_t *rings)
{
    if (!ring_is_left(json_array_get(rings, 0)))
        return;
    json_array_open(w);
    for (size_t i = 0; i < json_array_size(rings); i++)
        if (ring_is_left(json_array_get(rings, i)))
            write_ring(w, json_array_get(rings, i));
    json_array_close(w);
}

/* Always a MultiPolygon. */
static void write_geometry(struct json_writer *w, const json_t *geometry)
{
    const json_t *coordinates = json_object_get(geometry, "coordinates");
    bool many = text_equal(json_get_text(geometry, "type"), "MultiPolygon");
    json_object_open(w);
    json_field_text(w, "type", "MultiPolygon");
    json_key(w, "coordinates");
    json_array_open(w);
    for (size_t i = 0; many && i < json_array_size(coordinates); i++)
        write_polygon(w, json_array_get(coordinates, i));
    if (!many)
        write_polygon(w, coordinates);
    json_array_close(w);
    json_object_close(w);
}

/* Neighbouring districts mostly differ when their places in the alphabet do. */
static int64_t colour_of(struct q *q, const struct unit *district)
{
    static const int colours[COLOURS] = {4, 0, 3};
    const struct unit *const *all;
    size_t count = units_children(q, units_root(q), &all), n = 0;
    for (size_t i = 0; i < count && all[i] != district; i++)
        n += text_equal(all[i]->level, "district");
    return colours[n % COLOURS];
}

static void write_feature(struct q *q, struct json_writer *w, const json_t *feature)
{
    const json_t *properties = json_object_get(feature, "properties");
    const struct unit *u = units_find(q, json_get_text(properties, "unit_id"));
    const struct unit *district = u ? units_parent(q, u) : NULL;
    if (!u)
        return;
    json_object_open(w);
    json_field_text(w, "type", "Feature");
    json_key(w, "properties");
    json_object_open(w);
    json_field_text(w, "id", u->id);
    json_field_text(w, "title", u->name_vi);
    json_field_text(w, "note", district ? district->name_vi : NULL);
    json_field_text(w, "url", arena_printf(q->arena, "/don-vi/%s", u->id));
    json_field_int(w, "class", colour_of(q, district));
    json_object_close(w);
    json_key(w, "geometry");
    write_geometry(w, json_object_get(feature, "geometry"));
    json_object_close(w);
}

static const json_t *read_features(struct q *q, struct province *p, struct findings *f, const char *file)
{
    size_t n;
    const char *why = "", *text = province_file(p, f, file, &n);
    const json_t *all = text ? json_read(q->arena, text, n, DEPTH_MOST, &why) : NULL;
    if (text && !json_is_array(json_object_get(all, "features")))
        finding_add(f, file, 0, "", "is not a GeoJSON FeatureCollection %s", why);
    return json_object_get(all, "features");
}

static size_t count_of_today(struct q *q, const json_t *features)
{
    int32_t today = time_local_days(clock_now());
    size_t n = 0;
    for (size_t i = 0; i < json_array_size(features); i++) {
        const struct unit *u = units_find(q, json_get_text(json_object_get(json_array_get(features, i), "properties"), "unit_id"));
        n += u && units_valid(u, today);
    }
    return n;
}

/* Of the maps of the package the one that shows the units of today. */
static const json_t *features_of_today(struct q *q)
{
    struct findings f = {.arena = q->arena};
    const char *const *files;
    const json_t *best = NULL;
    size_t count = province_list(q->app->province, "units/geo", ".geojson", &files), most = 0;
    for (size_t i = 0; i < count; i++) {
        const json_t *features = read_features(q, q->app->province, &f, files[i]);
        size_t known = count_of_today(q, features);
        if (known > most) {
            most = known;
            best = features;
        }
    }
    return best;
}

static struct { const struct units_tree *of; struct arena *arena; const char *json, *etag; const char *gzip; size_t json_n, gzip_n; } made;
static pthread_mutex_t made_lock = PTHREAD_MUTEX_INITIALIZER;

static void make(struct q *q)
{
    uint8_t digest[SHA256_BYTES];
    struct json_writer w;
    struct buf b;
    const json_t *features = features_of_today(q);
    struct arena *own = arena_new((size_t)64 << 20);
    buf_init(&b, own, GEOJSON_MOST);
    json_begin(&w, &b);
    json_object_open(&w);
    json_field_text(&w, "type", "FeatureCollection");
    json_key(&w, "features");
    json_array_open(&w);
    for (size_t i = 0; i < json_array_size(features); i++)
        write_feature(q, &w, json_array_get(features, i));
    json_array_close(&w);
    json_object_close(&w);
    arena_free(made.arena);
    sha256(b.data, b.length, digest);
    made.arena = own;
    made.json = b.data;
    made.json_n = b.length;
    made.gzip = pack_gzip(own, b.data, b.length, &made.gzip_n);
    made.etag = arena_printf(own, "\"%s\"", hex_encode(own, digest, 16));
    made.of = units_tree;
}

enum result units_answer_geojson(struct q *q, const void *input)
{
    (void)input;
    pthread_mutex_lock(&made_lock);
    if (made.of != units_tree)
        make(q);
    pthread_mutex_unlock(&made_lock);
    reply_header(q, "Vary", "Accept-Encoding");
    if (reply_not_modified(q, made.etag))
        return OK;
    if (!made.gzip || !request_takes_gzip(q->request))
        return reply_bytes(q, "application/geo+json", made.json, made.json_n, NULL);
    reply_header(q, "Content-Encoding", "gzip");
    return reply_bytes(q, "application/geo+json", made.gzip, made.gzip_n, NULL);
}

/* --- the page ------------------------------------------------------------------------------------------------------------------ */

enum result units_answer_map(struct q *q, const void *input)
{
    const struct unit *const *districts, *reader = units_of_reader(q);
    size_t count = units_children(q, units_root(q), &districts);
    struct units_map_districts *list = arena_new_array(q->arena, struct units_map_districts, count + 1);
    struct units_map_view v = {.day = time_local_days(clock_now()), .districts = list, .province = units_name(q, units_root(q))};
    (void)input;
    for (size_t i = 0; i < count; i++) {
        const struct unit *const *communes;
        if (!text_equal(districts[i]->level, "district") || !districts[i]->form)
            continue;
        size_t n = units_children(q, districts[i], &communes);
        struct units_map_districts_communes *rows = arena_new_array(q->arena, struct units_map_districts_communes, n + 1);
        struct units_map_districts *d = &list[v.districts_count++];
        *d = (struct units_map_districts){.name = units_name(q, districts[i]), .href = arena_printf(q->arena, "/don-vi/%s", districts[i]->id), .communes = rows};
        for (size_t k = 0; k < n; k++)
            if (communes[k]->form && text_equal(communes[k]->level, "commune"))
                rows[d->communes_count++] = (struct units_map_districts_communes){communes[k]->id, units_name(q, communes[k]), arena_printf(q->arena, "/don-vi/%s", communes[k]->id), communes[k] == reader};
        d->number = (int64_t)d->communes_count;
        v.total += d->number;
    }
    v.district_total = (int64_t)v.districts_count;
    return units_map_page(q, &(struct page){.title = tr(q, T("Map of the communes")), .map = true,
                                            .crumbs = (struct crumb[]){{tr(q, T("Agencies and administrative units")), "/don-vi"}, {NULL, NULL}}}, &v);
}

/* --- check ------------------------------------------------------------------------------------------------------------------------ */

static bool has_feature(const json_t *features, const char *unit_id)
{
    for (size_t i = 0; i < json_array_size(features); i++)
        if (text_equal(json_get_text(json_object_get(json_array_get(features, i), "properties"), "unit_id"), unit_id))
            return true;
    return false;
}

static bool is_polygon(const json_t *feature)
{
    const json_t *geometry = json_object_get(feature, "geometry");
    const char *type = json_get_text(geometry, "type");
    return (text_equal(type, "Polygon") || text_equal(type, "MultiPolygon")) && json_array_size(json_object_get(geometry, "coordinates")) > 0;
}

void units_check_geo(struct q *q, struct province *p, struct findings *f, const char *const *communes, size_t count)
{
    const char *const *files;
    struct unit_change *changes;
    struct findings quiet = {.arena = q->arena};
    size_t file_count = province_list(p, "units/geo", ".geojson", &files), change_count = units_read_changes(q, p, &quiet, &changes);
    bool *drawn = arena_new_array(q->arena, bool, count + 1);
    for (size_t i = 0; i < file_count; i++) {
        const json_t *features = read_features(q, p, f, files[i]);
        for (size_t k = 0; k < count; k++)
            drawn[k] = drawn[k] || has_feature(features, communes[k]);
        for (size_t n = 0; n < json_array_size(features); n++) {
            const json_t *feature = json_array_get(features, n);
            const char *id = json_get_text(json_object_get(feature, "properties"), "unit_id");
            bool known = false;
            for (size_t k = 0; id && k < count && !known; k++)
                known = text_equal(communes[k], id);
            for (size_t k = 0; id && k < change_count && !known; k++)
                known = text_equal(changes[k].unit_id, id);
            if (!known)
                finding_add(f, files[i], n + 2, "unit_id", "“%s” is no unit of the package", id ? id : "");
            if (!is_polygon(feature))
                finding_add(f, files[i], n + 2, "geometry", "must be a Polygon or MultiPolygon with coordinates");
        }
    }
    for (size_t k = 0; k < count; k++)
        if (!drawn[k])
            finding_add(f, "units/geo", 0, "unit_id", "the commune “%s” has no polygon on any map", communes[k]);
}
