// Who is let in: signing in, oneself, the team and its keys.
#include <fmt/format.h>

#include "access/email.h"
#include "api/read_body.h"
#include "api/routes/table.h"
#include "api/routes/ways.h"
#include "api/session.h"
#include "api/team.h"
#include "store/accounts.h"

namespace courtesy::api {
namespace {

Letter invitation_letter(const std::string& who, const std::string& link) {
  Letter letter{.subject = "An invitation to Courtesy"};
  letter.text = fmt::format(
      "{} invites you to Courtesy, which reminds clients of their appointments.\n\n"
      "Open this link within seven days, and choose a password:\n\n  {}\n\n"
      "If you do not know what this is, do nothing.\n",
      who, link);
  return letter;
}

void get_team(Api& api, Call call, Respond respond) {
  api.ask(
      call, [actor = call.actor](Unit& unit) { return team_page(unit, actor); }, std::move(respond));
}

/// The link is told to whoever invites, and sent where there is mail and the address may be written to.
void post_invitation(Api& api, Call call, Respond respond) {
  const std::string token = api.settings().random->token(token_bytes);
  const std::string link = link_address(page_address(call.request, api.gate(), api.settings()), token);
  auto letter = std::make_shared<std::optional<Letter>>();
  const bool mail = api.settings().send_letter != nullptr;
  api.write(
      call,
      [actor = call.actor, body = call.body, token, link, mail, letter](Unit& unit) -> Result<Object> {
        letter->reset();
        Object told = TRY(invite(unit, actor, body, token));
        Letter one = invitation_letter(actor.who, link);
        one.from = TRY(unit.accounts().get()).email_from;
        one.to = TRY(access::fold_email(TRY(text_of(body, "email", 254))));
        if (mail && !one.from.empty() && may_be_contacted(unit.settings().environment, one.to))
          *letter = std::move(one);
        told["link"] = link;
        told["mailed"] = letter->has_value();
        return told;
      },
      [&api, letter] {
        if (*letter) api.settings().send_letter(std::move(**letter));
      },
      std::move(respond));
}

void post_withdraw(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [actor = one.actor, id = TRY(id_in(one))](Unit& unit) { return withdraw_invitation(unit, actor, id); });
  });
}

void post_role(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([actor = one.actor, id = TRY(id_in(one)), body = one.body](Unit& unit) {
      return set_role(unit, actor, id, body);
    });
  });
}

void post_remove(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [actor = one.actor, id = TRY(id_in(one))](Unit& unit) { return remove_person(unit, actor, id); });
  });
}

void get_keys(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([before = TRY(number_in(one, "before", 0))](Unit& unit) { return keys_page(unit, before); });
  });
}

void post_key(Api& api, Call call, Respond respond) {
  api.write(
      call,
      [actor = call.actor, body = call.body, chance = api.settings().random->token(access::key_bytes)](Unit& unit) {
        return make_key(unit, actor, body, chance);
      },
      [] {}, std::move(respond));
}

void post_revoke(Api& api, Call call, Respond respond) {
  writes(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([actor = one.actor, id = TRY(id_in(one))](Unit& unit) { return revoke_key(unit, actor, id); });
  });
}

void get_me(Api& api, Call call, Respond respond) {
  api.ask(
      call, [actor = call.actor](Unit& unit) { return me(unit, actor); }, std::move(respond));
}

template <auto question>
void change_me(Api& api, Call call, Respond respond) {
  api.write_in(
      AccountId{}, call, [actor = call.actor, body = call.body](Unit& unit) { return question(unit, actor, body); },
      [] {}, std::move(respond));
}

/// In the account's ledger: whoever reads it later is to know that two names were one person.
void post_name(Api& api, Call call, Respond respond) {
  api.write(
      call, [actor = call.actor, body = call.body](Unit& unit) { return rename_me(unit, actor, body); }, [] {},
      std::move(respond));
}

void post_end_session(Api& api, Call call, Respond respond) {
  writes_at_door(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [actor = one.actor, id = TRY(id_in(one))](Unit& unit) { return end_session(unit, actor, id); });
  });
}

void post_end_others(Api& api, Call call, Respond respond) {
  api.write_in(
      AccountId{}, call, [actor = call.actor](Unit& unit) { return end_other_sessions(unit, actor); }, [] {},
      std::move(respond));
}

constexpr std::array table{
    // Signing in
    Route{"GET", "/setup", Capability::open, nobody, none, "", "",
          [](Api& api, Call call, Respond respond) { api.doors().get_setup(call, std::move(respond)); }},
    Route{"POST", "/setup", Capability::open, nobody, json_body, "name email password account",
          R"({"name":"Kim","email":"kim@maple.example","password":"violet tram 9"})",
          [](Api& api, Call call, Respond respond) { api.doors().post_setup(std::move(call), std::move(respond)); }},
    Route{"POST", "/sign-in", Capability::open, nobody, json_body, "email password code",
          R"({"email":"kim@maple.example","password":"violet tram 9"})",
          [](Api& api, Call call, Respond respond) { api.doors().sign_in(std::move(call), std::move(respond)); }},
    Route{"POST", "/sign-out", Capability::open, nobody, json_body, "", "{}",
          [](Api& api, Call call, Respond respond) { api.doors().sign_out(std::move(call), std::move(respond)); }},
    Route{"POST", "/links/ask", Capability::open, nobody, json_body, "email", R"({"email":"kim@maple.example"})",
          [](Api& api, Call call, Respond respond) { api.doors().ask_for_link(std::move(call), std::move(respond)); }},
    Route{"POST", "/links/look", Capability::open, nobody, json_body, "token", R"({"token":"none"})",
          [](Api& api, Call call, Respond respond) { api.doors().look_at_link(call, std::move(respond)); }},
    Route{"POST", "/links/use", Capability::open, nobody, json_body, "token name password", R"({"token":"none"})",
          [](Api& api, Call call, Respond respond) { api.doors().use_link(std::move(call), std::move(respond)); }},

    // Oneself
    Route{"GET", "/session", Capability::known, nobody, none, "", "",
          [](Api& api, Call call, Respond respond) { api.tell_session(call, std::move(respond)); }},
    Route{"POST", "/session/account", Capability::self, nobody, json_body, "account", R"({"account":1})",
          change_me<look_at_account>},
    Route{"GET", "/me", Capability::self, nobody, none, "", "", get_me},
    Route{"POST", "/me/name", Capability::self, nobody, json_body, "name", R"({"name":"Kim"})", post_name},
    Route{
        "POST", "/me/password", Capability::self, nobody, json_body, "password new_password",
        R"({"password":"violet tram 9","new_password":"brown hen in May"})",
        [](Api& api, Call call, Respond respond) { api.self().change_password(std::move(call), std::move(respond)); }},
    Route{"POST", "/me/factor/begin", Capability::self, nobody, json_body, "password",
          R"({"password":"violet tram 9"})",
          [](Api& api, Call call, Respond respond) { api.self().begin_factor(std::move(call), std::move(respond)); }},
    Route{"POST", "/me/factor/prove", Capability::self, nobody, json_body, "code", R"({"code":"123456"})",
          [](Api& api, Call call, Respond respond) { api.self().prove_factor(std::move(call), std::move(respond)); }},
    Route{"POST", "/me/factor/drop", Capability::self, nobody, json_body, "password code",
          R"({"password":"violet tram 9","code":"123456"})",
          [](Api& api, Call call, Respond respond) { api.self().drop_factor(std::move(call), std::move(respond)); }},
    Route{"POST", "/me/factor/show", Capability::self, nobody, json_body, "code", R"({"code":"123456"})",
          [](Api& api, Call call, Respond respond) { api.self().show_factor(std::move(call), std::move(respond)); }},
    Route{"POST", "/me/recovery-codes", Capability::self, nobody, json_body, "", "{}",
          [](Api& api, Call call, Respond respond) {
            api.self().new_recovery_codes(std::move(call), std::move(respond));
          }},
    Route{"POST", "/me/sessions/{session}/end", Capability::self, nobody, json_body, "", "{}", post_end_session, true,
          true},
    Route{"POST", "/me/sessions/end-others", Capability::self, nobody, json_body, "", "{}", post_end_others, true,
          true},

    // People and keys
    Route{"GET", "/team", Capability::see, nobody, none, "", "", get_team},
    Route{"POST", "/team/invitations", Capability::manage, nobody, json_body, "email role",
          R"({"email":"new@maple.example","role":"staff"})", post_invitation},
    Route{"POST", "/team/invitations/{invitation}/withdraw", Capability::manage, nobody, json_body, "", "{}",
          post_withdraw},
    Route{"POST", "/team/{person}/role", Capability::manage, nobody, json_body, "role", R"({"role":"staff"})",
          post_role},
    Route{"POST", "/team/{person}/remove", Capability::manage, nobody, json_body, "", "{}", post_remove},
    Route{"GET", "/keys", Capability::manage, nobody, none, "before", "", get_keys},
    Route{"POST", "/keys", Capability::manage, nobody, json_body, "name kind role days",
          R"({"name":"booking desk","kind":"test"})", post_key},
    Route{"POST", "/keys/{key}/revoke", Capability::manage, nobody, json_body, "", "{}", post_revoke},
};

}  // namespace

std::span<const Route> people_routes() { return table; }

}  // namespace courtesy::api
