/* Values in PostgreSQL's binary format: integers and floats in network order, text and bytea as they are; numeric (what sum and avg of
 * bigint give) as decimal digits in groups of four. */
#include "adapters/db_postgres/inside.h"
#include "base/log.h"
#include <endian.h>

enum type {
    BOOL = 16,
    BYTEA = 17,
    NAME = 19,
    INT8 = 20,
    INT2 = 21,
    INT4 = 23,
    TEXT = 25,
    FLOAT4 = 700,
    FLOAT8 = 701,
    BPCHAR = 1042,
    VARCHAR = 1043,
    NUMERIC = 1700
};

Oid values_type(enum db_type type)
{
    static const Oid types[] = {[DB_INT] = INT8, [DB_TEXT] = TEXT, [DB_BLOB] = BYTEA, [DB_REAL] = FLOAT8};
    return types[type];
}

static void encode_one(struct parameters *p, int i, const struct db_value *v)
{
    bool number = v->type == DB_INT || v->type == DB_REAL;
    p->formats[i] = 1;
    if (v->type == DB_INT)
        p->numbers[i] = htobe64((uint64_t)v->number);
    if (v->type == DB_REAL) {
        uint64_t bits;
        memcpy(&bits, &v->real, sizeof bits);
        p->numbers[i] = htobe64(bits);
    }
    p->values[i] = v->null ? NULL : number ? (const char *)&p->numbers[i] : v->bytes ? v->bytes : "";
    p->lengths[i] = number ? (int)sizeof p->numbers[i] : (int)v->length;
}

void values_encode(struct parameters *p, const struct db_query *query, const struct db_value *in)
{
    for (int i = 0; i < query->in_count; i++)
        encode_one(p, i, &in[i]);
}

/* --- from the server ------------------------------------------------------------------------------------------------------ */
static uint64_t big_endian(const char *bytes, int n)
{
    uint64_t v = 0;
    for (int i = 0; i < n; i++)
        v = v << 8 | (unsigned char)bytes[i];
    return v;
}

static double float_of(const char *bytes, int n)
{
    if (n == 4) {
        uint32_t bits = (uint32_t)big_endian(bytes, 4);
        float f;
        memcpy(&f, &bits, sizeof f);
        return f;
    }
    uint64_t bits = big_endian(bytes, 8);
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}

/* int16 count, int16 weight of the first group (powers of 10,000), int16 sign, int16 scale, the groups. */
static void numeric_of(const char *bytes, int64_t *ret_whole, double *ret_real)
{
    int count = (int)big_endian(bytes, 2), weight = (int16_t)big_endian(bytes + 2, 2);
    bool minus = big_endian(bytes + 4, 2) == 0x4000;
    int64_t whole = 0;
    double fraction = 0, unit = 1;
    for (int i = 0; i < count || i <= weight; i++) {
        int group = i < count ? (int)big_endian(bytes + 8 + 2 * i, 2) : 0;
        if (i <= weight)
            whole = (int64_t)((uint64_t)whole * 10000u + (uint64_t)group);
        else
            fraction += group * (unit /= 10000);
    }
    for (int missing = -1 - weight; missing > 0; missing--)
        fraction /= 10000; /* 0.00001234 begins with a later group */
    *ret_whole = minus ? -whole : whole;
    *ret_real = minus ? -((double)whole + fraction) : (double)whole + fraction;
}

static bool number_of(Oid type, const char *bytes, int n, int64_t *ret_whole, double *ret_real)
{
    switch (type) {
    case BOOL:
    case INT2:
    case INT4:
    case INT8:
        *ret_whole = n == 8   ? (int64_t)big_endian(bytes, 8)
                     : n == 4 ? (int32_t)big_endian(bytes, 4)
                     : n == 2 ? (int16_t)big_endian(bytes, 2)
                              : bytes[0];
        *ret_real = (double)*ret_whole;
        return true;
    case FLOAT4:
    case FLOAT8:
        *ret_real = float_of(bytes, n);
        *ret_whole = (int64_t)*ret_real;
        return true;
    case NUMERIC:
        numeric_of(bytes, ret_whole, ret_real);
        return true;
    default:
        return false;
    }
}

static bool is_bytes(Oid type)
{
    return type == TEXT || type == VARCHAR || type == BPCHAR || type == NAME || type == BYTEA;
}

static bool is_number(Oid type)
{
    return type == BOOL || type == INT2 || type == INT4 || type == INT8 || type == FLOAT4 || type == FLOAT8 || type == NUMERIC;
}

static bool type_fits(Oid type, enum db_type wanted)
{
    return wanted == DB_INT || wanted == DB_REAL ? is_number(type) : wanted == DB_BLOB ? type == BYTEA : is_bytes(type) && type != BYTEA;
}

bool values_fit(const PGresult *result, const struct db_query *query)
{
    if (PQnfields(result) != query->out_count)
        return false;
    for (int i = 0; i < query->out_count; i++)
        if (!type_fits(PQftype(result, i), query->out[i]))
            return false;
    return true;
}

enum result values_decode(struct q *q, const PGresult *result, int row, int column, enum db_type type, struct db_value *ret)
{
    *ret = (struct db_value){.type = type, .null = PQgetisnull(result, row, column) == 1};
    if (ret->null)
        return OK;
    const char *bytes = PQgetvalue(result, row, column);
    int n = PQgetlength(result, row, column);
    if (type == DB_TEXT || type == DB_BLOB) {
        ret->length = (size_t)n;
        ret->bytes = arena_strndup(q->arena, bytes, ret->length);
        return OK;
    }
    return number_of(PQftype(result, column), bytes, n, &ret->number, &ret->real) ? OK : PROBLEM_BROKEN;
}
