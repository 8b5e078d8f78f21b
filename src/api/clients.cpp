#include "api/clients.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "access/email.h"
#include "api/answer.h"
#include "api/client_page.h"
#include "api/read_body.h"
#include "base/whole_number.h"
#include "base/zone.h"
#include "flow/definition.h"
#include "flow/language_tag.h"
#include "store/by_hand.h"
#include "store/flows.h"
#include "store/ledger.h"

namespace courtesy::api {
namespace {

constexpr std::int64_t most_listed = 200;

Result<std::int64_t> whole(const http::Fields& query, std::string_view name, std::int64_t otherwise) {
  const auto text = http::field(query, name).value_or("");
  if (text.empty()) return otherwise;
  const auto value = whole_number<std::int64_t>(text);
  if (!value) return invalid(fmt::format("`{}` must be a whole number, not less than 0", name));
  return *value;
}

Result<void> read_number_into(Unit& unit, const boost::json::object& body, Client& client, const Settings& settings) {
  if (!body.contains("number")) return {};
  const bool none = TRY(text_of(body, "number", 40)).empty();
  const std::string number = none ? "" : TRY(number_of(unit, body, "number", settings));
  // Why the calendar's number is none stays true until there is one.
  if (!number.empty() || !client.number.empty()) client.unreachable.clear();
  client.number = number;
  return {};
}

Result<void> read_email_into(const boost::json::object& body, Client& client) {
  if (!body.contains("email")) return {};
  const std::string email = TRY(text_of(body, "email", 254));
  if (!email.empty() && !access::fold_email(email))
    return invalid("`email` is no address: it has the form name@example.com");
  client.email = email;
  return {};
}

Result<std::string> zone_of(const boost::json::object& body) {
  const std::string zone = TRY(text_of(body, "zone", 100));
  if (!zone.empty() && !Zone::find(zone))
    return invalid("`zone` must be the name of a time zone such as America/New_York, or empty where it is not known");
  return zone;
}

/// What has words of the program's, and what the account's own calls speak.
Result<flow::Languages> spoken_languages(Unit& unit, const flow::Library* library) {
  flow::Languages spoken = flow::known_languages();
  if (library == nullptr) return spoken;
  for (const flow::Flow& live : TRY(unit.flows().all_live(*library))) {
    const auto& languages = live.definition().languages;
    spoken.insert(languages.begin(), languages.end());
  }
  return spoken;
}

/// What was there before stays, whatever it is.
Result<void> read_language_into(Unit& unit, const boost::json::object& body, Client& client, const Settings& settings) {
  if (!body.contains("language")) return {};
  const std::string said = TRY(text_of(body, "language", 200));
  if (said == client.language) return {};
  if (said.empty()) {
    client.language.clear();
    return {};
  }
  const auto tag = flow::language_tag(said, TRY(spoken_languages(unit, settings.flows)));
  if (!tag) return invalid("`language` " + tag.error().message);
  client.language = *tag;
  return {};
}

LedgerEntry about(ClientId client, std::string code, LedgerBody body) {
  return {.kind = LedgerKind::by_hand, .code = std::move(code), .client = client, .body = std::move(body)};
}

Result<Channel> channel_of(const boost::json::object& body) {
  const auto channel = parse_channel(TRY(text_of(body, "channel", 20)));
  if (!channel) return invalid("`channel` must be call, text or email");
  return *channel;
}

/// The numbers and addresses that are meant, with the word for each.
Result<std::vector<std::pair<std::string, std::string>>> ways_of(const Client& client,
                                                                 const boost::json::object& body) {
  const std::string way = TRY(text_of(body, "way", 20));
  if (!way.empty() && way != "number" && way != "email")
    return invalid("`way` must be number or email, or be left out for both");
  std::vector<std::pair<std::string, std::string>> ways;
  if (way != "email" && !client.number.empty()) ways.emplace_back("number", client.number);
  if (way != "number" && !client.email.empty()) ways.emplace_back("email", client.email);
  if (ways.empty()) return invalid("This client has none: there is nothing to contact.");
  return ways;
}

}  // namespace

Result<ClientQuery> parse_client_query(const http::Fields& query) {
  ClientQuery read;
  read.text = http::field(query, "q").value_or("");
  if (read.text.size() > 200) return invalid("`q` is longer than 200 bytes");
  if (const auto show = http::field(query, "show"); show && !show->empty()) {
    const auto known = parse_client_show(*show);
    if (!known) return invalid("`show` must be all, problems, bad, missing, doubled, no_consent or never");
    read.show = *known;
  }
  read.after = ClientId(TRY(whole(query, "after", 0)));
  read.limit = static_cast<int>(std::clamp<std::int64_t>(TRY(whole(query, "limit", 50)), 1, most_listed));
  return read;
}

Result<Client> read_client(Unit& unit, const boost::json::object& body, Client now, const Settings& settings) {
  if (body.contains("name")) now.name = TRY(text_of(body, "name", 200));
  TRY(read_number_into(unit, body, now, settings));
  TRY(read_email_into(body, now));
  if (body.contains("zone")) now.zone = TRY(zone_of(body));
  TRY(read_language_into(unit, body, now, settings));
  if (now.name.empty()) return invalid("`name` must not be empty: staff must know who it is.");
  return now;
}

Result<boost::json::object> add_client(Unit& unit, const boost::json::object& body, const Settings& settings) {
  Client client = TRY(read_client(unit, body, {}, settings));
  client.id = TRY(unit.clients().add(client));
  TRY(unit.ledger().append(
      about(client.id, "client_added", LedgerBody().plain("who", TRY(who_of(body))).personal("name", client.name))));
  return client_page(unit, client.id);
}

Result<boost::json::object> change_client(Unit& unit, ClientId id, std::optional<std::int64_t> expected,
                                          const boost::json::object& body, const Settings& settings) {
  const Client before = TRY(unit.clients().get(id));
  if (expected && *expected != TRY(unit.clients().version(id))) return Error{ErrorCode::conflict, changed_meanwhile};
  const Client client = TRY(read_client(unit, body, before, settings));
  const int planned = TRY(change_client_by_hand(unit, client, TRY(who_of(body))));
  boost::json::object page = TRY(client_page(unit, id));
  page["planned_anew"] = planned;
  return page;
}

Result<boost::json::object> record_consent(Unit& unit, std::int64_t id, const boost::json::object& body) {
  const ClientId client(id);
  TRY(unit.clients().get(client));
  const Channel channel = TRY(channel_of(body));
  const std::string attested = TRY(text_of(body, "attested", 900));
  if (attested.empty())
    return invalid("`attested` must not be empty: who attests the consent, since when, and how they agreed.");
  TRY(unit.clients().record_consent(client, channel, attested));
  TRY(unit.ledger().append(about(client, "consent_recorded",
                                 LedgerBody()
                                     .plain("who", TRY(who_of(body)))
                                     .plain("channel", to_string(channel))
                                     .personal("attested", attested))));
  return client_page(unit, client);
}

Result<boost::json::object> withdraw_consent(Unit& unit, std::int64_t id, const boost::json::object& body) {
  const ClientId client(id);
  TRY(unit.clients().get(client));
  const Channel channel = TRY(channel_of(body));
  const std::string who = TRY(who_of(body));
  TRY(unit.clients().withdraw_consent(client, channel, who));
  TRY(unit.ledger().append(
      about(client, "consent_withdrawn", LedgerBody().plain("who", who).plain("channel", to_string(channel)))));
  return client_page(unit, client);
}

Result<boost::json::object> never_contact(Unit& unit, std::int64_t id, const boost::json::object& body) {
  const Client client = TRY(unit.clients().get(ClientId(id)));
  const std::string why = TRY(text_of(body, "why", 2'000));
  for (const auto& [way, recipient] : TRY(ways_of(client, body))) {
    if (TRY(unit.clients().suppressed(recipient))) continue;
    TRY(unit.clients().suppress(recipient, "staff"));
    TRY(unit.ledger().append(
        about(client.id, "never_contact",
              LedgerBody().plain("who", TRY(who_of(body))).plain("way", way).personal("why", why))));
  }
  return client_page(unit, client.id);
}

Result<boost::json::object> lift_never_contact(Unit& unit, std::int64_t id, const boost::json::object& body) {
  const Client client = TRY(unit.clients().get(ClientId(id)));
  const std::string why = TRY(text_of(body, "why", 2'000));
  if (why.empty())
    return invalid(
        "`why` must be said: only what the client has asked for in writing lifts it, and it goes on record.");
  int lifted = 0;
  for (const auto& [way, recipient] : TRY(ways_of(client, body))) {
    const auto opt_out = TRY(unit.clients().opt_out(recipient));
    if (!opt_out) continue;
    TRY(unit.clients().unsuppress(recipient));
    ++lifted;
    TRY(unit.ledger().append(about(client.id, "never_contact_lifted",
                                   LedgerBody()
                                       .plain("who", TRY(who_of(body)))
                                       .plain("way", way)
                                       .plain("said_by", opt_out->by_staff() ? "staff" : "client")
                                       .plain("was", opt_out->how)
                                       .personal("why", why))));
  }
  if (lifted == 0) return Error{ErrorCode::conflict, "This client may be contacted already."};
  return client_page(unit, client.id);
}

}  // namespace courtesy::api
