/* accounts: registers what the feature is; see README.md. */
#include "base/clock.h"
#include "core/i18n.h"
#include "core/input.h"
#include "core/module.h"
#include "modules/accounts/accounts_inside.h"

extern const struct migrations accounts_migrations;

static const struct permission permissions[] = {
    {"accounts.read", T("See officers and their roles")},
    {"accounts.manage", T("Create and lock accounts, give roles")},
    {"accounts.approve", T("Agree as the second person to sensitive rights")},
    {NULL, NULL}};

static const struct route routes[] = {
    {HTTP_GET, "/dang-nhap", PERMISSION_PUBLIC, accounts_show_sign_in, .summary = T("Where signing in begins")},
    {HTTP_GET, "/dang-nhap/e-id", PERMISSION_PUBLIC, accounts_eid_begin, .summary = T("Goes to the national e-ID"), .flags = ROUTE_LOGIN_RATE},
    {HTTP_GET, "/dang-nhap/e-id/ve", PERMISSION_PUBLIC, accounts_eid_return, .summary = T("Comes back from the national e-ID"), .flags = ROUTE_LOGIN_RATE},
    {HTTP_POST, "/dang-xuat", PERMISSION_PUBLIC, accounts_sign_out, .summary = T("Signs out")},
    {HTTP_GET, "/can-bo/dang-nhap", PERMISSION_PUBLIC, accounts_show_officer, .summary = T("Officers: account name and password")},
    {HTTP_POST, "/can-bo/dang-nhap", PERMISSION_PUBLIC, accounts_officer_sign_in, accounts_officer_inputs, sizeof(struct officer_input),
     .summary = T("Officers: checks the password"), .flags = ROUTE_LOGIN_RATE},
    {HTTP_GET, "/can-bo/dang-nhap/ma", PERMISSION_PUBLIC, accounts_show_second, .summary = T("Officers: one-time password")},
    {HTTP_POST, "/can-bo/dang-nhap/ma", PERMISSION_PUBLIC, accounts_second, accounts_second_inputs, sizeof(struct second_input),
     .summary = T("Officers: checks the one-time password"), .flags = ROUTE_LOGIN_RATE},
    {HTTP_GET, "/can-bo/dang-nhap/mat-khau-moi", PERMISSION_PUBLIC, accounts_show_new_password, .summary = T("Officers: a new password is due")},
    {HTTP_POST, "/can-bo/dang-nhap/mat-khau-moi", PERMISSION_PUBLIC, accounts_new_password, accounts_password_inputs, sizeof(struct password_input),
     .summary = T("Officers: saves the new password"), .flags = ROUTE_LOGIN_RATE},
    {HTTP_GET, "/can-bo/dang-nhap/vai-tro", PERMISSION_PUBLIC, accounts_show_role, .summary = T("Officers: choose a role")},
    {HTTP_POST, "/can-bo/dang-nhap/vai-tro", PERMISSION_PUBLIC, accounts_role, accounts_role_inputs, sizeof(struct role_input),
     .summary = T("Officers: begins work in a role"), .flags = ROUTE_LOGIN_RATE},
    {HTTP_GET, "/can-bo/lan-dau", PERMISSION_PUBLIC, accounts_show_first_use, .summary = T("Officers: first sign-in by a one-time code")},
    {HTTP_POST, "/can-bo/lan-dau", PERMISSION_PUBLIC, accounts_first_use, accounts_first_use_inputs, sizeof(struct first_use_input),
     .summary = T("Officers: checks the one-time code"), .flags = ROUTE_LOGIN_RATE},
    {HTTP_GET, "/can-bo/vai-tro", PERMISSION_OFFICER, accounts_show_role_again, .summary = T("Officers: change the role")},
    {HTTP_POST, "/can-bo/vai-tro", PERMISSION_OFFICER, accounts_role_again, accounts_role_inputs, sizeof(struct role_input),
     .summary = T("Officers: goes on in another role")},
    {HTTP_GET, "/tai-khoan", PERMISSION_SIGNED_IN, accounts_show_own, .summary = T("My account and where I am signed in")},
    {HTTP_POST, "/tai-khoan/phien", PERMISSION_SIGNED_IN, accounts_end_sessions, accounts_session_inputs, sizeof(struct session_input),
     .summary = T("Ends one of my sessions, or all others")},
    {HTTP_GET, "/tai-khoan/mat-khau", PERMISSION_OFFICER, accounts_show_change, .summary = T("The form for changing the password")},
    {HTTP_POST, "/tai-khoan/mat-khau", PERMISSION_OFFICER, accounts_change, accounts_change_inputs, sizeof(struct change_input),
     .summary = T("Changes the password"), .flags = ROUTE_LOGIN_RATE},
    {HTTP_GET, "/tai-khoan/ma-xac-thuc", PERMISSION_OFFICER, accounts_show_own_second, .summary = T("The second factor of my account")},
    {HTTP_POST, "/tai-khoan/ma-xac-thuc", PERMISSION_OFFICER, accounts_own_second, accounts_own_second_inputs, sizeof(struct second_input),
     .summary = T("Sets up the second factor"), .flags = ROUTE_LOGIN_RATE},
    {HTTP_POST, "/tai-khoan/ma-xac-thuc/bo", PERMISSION_OFFICER, accounts_own_second_end, accounts_own_second_inputs, sizeof(struct second_input),
     .summary = T("Takes the second factor away"), .flags = ROUTE_LOGIN_RATE, .form = "/tai-khoan/ma-xac-thuc"},
    {HTTP_GET, "/tai-khoan/ho-so", PERMISSION_RESIDENT, accounts_show_details, .summary = T("My details and helpers")},
    {HTTP_POST, "/tai-khoan/ho-so", PERMISSION_RESIDENT, accounts_details, accounts_details_inputs, sizeof(struct details_input), .summary = T("Saves my details")},
    {HTTP_GET, "/tai-khoan/nguoi-giup", PERMISSION_RESIDENT, accounts_show_helper, .summary = T("The form for asking to help somebody")},
    {HTTP_POST, "/tai-khoan/nguoi-giup", PERMISSION_RESIDENT, accounts_helper, accounts_helper_inputs, sizeof(struct helper_input),
     .summary = T("Asks to help somebody")},
    {HTTP_POST, "/tai-khoan/nguoi-giup/quyet", PERMISSION_RESIDENT, accounts_helper_decide, accounts_helper_decide_inputs, sizeof(struct helper_decide_input),
     .summary = T("Agrees to a helper, or ends it")},
    {HTTP_GET, "/quan-tri/can-bo", "accounts.read", accounts_admin_list, accounts_list_inputs, sizeof(struct list_input), .summary = T("The list of officers")},
    {HTTP_GET, "/quan-tri/can-bo-moi", "accounts.manage", accounts_admin_show_new, .summary = T("A new officer")},
    {HTTP_POST, "/quan-tri/can-bo-moi", "accounts.manage", accounts_admin_new, accounts_new_inputs, sizeof(struct new_input), .summary = T("Creates an officer's account")},
    {HTTP_GET, "/quan-tri/can-bo-nhap", "accounts.manage", accounts_show_import, .summary = T("The form for importing officers from a file")},
    {HTTP_POST, "/quan-tri/can-bo-nhap", "accounts.manage", accounts_import, accounts_import_inputs, sizeof(struct import_input),
     .summary = T("Checks a file of officers, line by line"), .max_body = 33 * 1024 * 1024},
    {HTTP_GET, "/quan-tri/can-bo-nhap/{id}", "accounts.manage", accounts_show_import_one, .summary = T("What is wrong with a file of officers, and how far its import is")},
    {HTTP_POST, "/quan-tri/can-bo-nhap/{id}", "accounts.manage", accounts_import_confirm, .summary = T("Confirms an import")},
    {HTTP_GET, "/quan-tri/can-bo-nhap/{id}/ket-qua.csv", "accounts.manage", accounts_import_report, .summary = T("The report of an import, with one-time codes")},
    {HTTP_GET, "/quan-tri/can-bo/{login}", "accounts.read", accounts_admin_show, .summary = T("One officer with roles and history")},
    {HTTP_GET, "/quan-tri/can-bo/{login}/vai-tro", "accounts.manage", accounts_admin_show_give, .summary = T("The form for giving a role")},
    {HTTP_POST, "/quan-tri/can-bo/{login}/vai-tro", "accounts.manage", accounts_admin_give, accounts_give_inputs, sizeof(struct give_input),
     .summary = T("Gives a role, or asks a second person")},
    {HTTP_GET, "/quan-tri/can-bo/{login}/ket-thuc", "accounts.manage", accounts_admin_show_end, accounts_end_inputs, sizeof(struct end_input),
     .summary = T("The form for ending or extending a role")},
    {HTTP_POST, "/quan-tri/can-bo/{login}/ket-thuc", "accounts.manage", accounts_admin_end, accounts_end_inputs, sizeof(struct end_input),
     .summary = T("Ends or extends a role")},
    {HTTP_GET, "/quan-tri/can-bo/{login}/thay-the", "accounts.manage", accounts_admin_show_substitute, .summary = T("The form for naming a substitute")},
    {HTTP_POST, "/quan-tri/can-bo/{login}/thay-the", "accounts.manage", accounts_admin_substitute, accounts_substitute_inputs, sizeof(struct substitute_input),
     .summary = T("Names a substitute for some days")},
    {HTTP_POST, "/quan-tri/can-bo/{login}/khoa", "accounts.manage", accounts_admin_lock, accounts_lock_inputs, sizeof(struct lock_input),
     .summary = T("Locks an account and ends its sessions"), .form = "/quan-tri/can-bo/{login}"},
    {HTTP_POST, "/quan-tri/can-bo/{login}/mo-khoa", "accounts.manage", accounts_admin_unlock, .summary = T("Unlocks an account")},
    {HTTP_POST, "/quan-tri/can-bo/{login}/ma", "accounts.manage", accounts_admin_code, .summary = T("Opens a one-time code for an officer")},
    {HTTP_POST, "/quan-tri/can-bo/{login}/bo-ma", "accounts.manage", accounts_admin_remove_second, .summary = T("Removes a lost second factor")},
    {HTTP_GET, "/quan-tri/duyet-quyen", "accounts.approve", accounts_admin_requests, .summary = T("Rights that wait for a second person")},
    {HTTP_POST, "/quan-tri/duyet-quyen", "accounts.approve", accounts_admin_decide, accounts_decide_inputs, sizeof(struct decide_input),
     .summary = T("Agrees to a right or refuses it")},
    {HTTP_GET, "/quan-tri/khoa-api", "accounts.manage", accounts_show_keys, .summary = T("Keys of programs")},
    {HTTP_POST, "/quan-tri/khoa-api", "accounts.manage", accounts_key, accounts_key_inputs, sizeof(struct key_input), .summary = T("Makes a key for a program")},
    {HTTP_POST, "/quan-tri/khoa-api/thu-hoi", "accounts.manage", accounts_key_end, accounts_key_end_inputs, sizeof(struct key_end_input),
     .summary = T("Revokes a key of a program"), .form = "/quan-tri/khoa-api"},
    {HTTP_GET, "/api/v1/me", PERMISSION_PUBLIC, accounts_api_me, .summary = T("Who the caller is: kind, name, role, unit"), .flags = ROUTE_API},
    {HTTP_GET, "/api/v1/officers", "accounts.read", accounts_api_list, accounts_api_list_inputs, sizeof(struct api_list_input),
     .summary = T("Officers in the caller's area, by name"), .flags = ROUTE_API},
    {HTTP_GET, "/api/v1/officers/{login}", "accounts.read", accounts_api_one, .summary = T("One officer with present and coming roles"), .flags = ROUTE_API},
    {0}};

static const struct menu menu[] = {
    {MENU_OFFICE, T("Administration"), T("Officers"), "/quan-tri/can-bo", "accounts.read", "users", 900, NULL},
    {MENU_OFFICE, T("Administration"), T("Rights to approve"), "/quan-tri/duyet-quyen", "accounts.approve", "shield-check", 910, accounts_admin_requests_count},
    {MENU_OFFICE, T("Administration"), T("Keys of programs"), "/quan-tri/khoa-api", "accounts.manage", "key-round", 920, NULL},
    {MENU_SITE, NULL, T("My details"), "/tai-khoan/ho-so", PERMISSION_RESIDENT, NULL, 800, NULL},
    {MENU_SITE, NULL, T("Sessions"), "/tai-khoan", PERMISSION_RESIDENT, NULL, 820, NULL},
    {MENU_OFFICE, NULL, T("My account"), "/tai-khoan", PERMISSION_OFFICER, "user", 10, NULL},
    {MENU_OFFICE, NULL, T("Change my role"), "/can-bo/vai-tro", PERMISSION_OFFICER, "user-check", 20, NULL},
    {0}};

static const struct job_kind jobs[] = {
    {"accounts.sweep", accounts_sweep, .every = DAY},
    {"accounts.import", accounts_import_job, .lease = 10 * MINUTE},
    {"accounts.import_sweep", accounts_import_sweep_job, .every = DAY},
    {0}};

static const struct command commands[] = {
    {"add-officer", "add-officer LOGIN NAME ROLE UNIT   a first officer; prints a one-time code", "makes an officer's account", accounts_command_add_officer},
    {0}};

static const char *const needs[] = {"units", NULL};

const struct module accounts_module = {
    .name = "accounts",
    .title = T("Accounts and signing in"),
    .needs = needs,
    .migrations = &accounts_migrations,
    .permissions = permissions,
    .routes = routes,
    .menu = menu,
    .jobs = jobs,
    .commands = commands,
    .check_config = accounts_check,
    .start = accounts_start,
    .demo = accounts_demo,
};
