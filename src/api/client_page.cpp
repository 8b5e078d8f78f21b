#include "api/client_page.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <vector>

#include "api/answer.h"
#include "api/seen.h"
#include "api/words.h"
#include "base/recipient_key.h"
#include "store/accounts.h"
#include "store/appointments.h"

namespace courtesy::api {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr int shown_behind = 50;

object problem_of(std::string_view kind, std::string text) { return {{"kind", kind}, {"text", std::move(text)}}; }

array problems_of(const ListedClient& one, Language language) {
  const auto said = [&](InEach words) { return std::string(words.in(language)); };
  array problems;
  const std::string unreachable = unreachable_words(one.client.unreachable, language);
  if (one.bad) problems.push_back(problem_of("bad", unreachable));
  if (one.missing) problems.push_back(problem_of("missing", unreachable));
  if (one.doubled)
    problems.push_back(
        problem_of("doubled", said({"Another client has the same number: a family, or one person twice.",
                                    "Otro cliente tiene el mismo número: una familia, o una persona dos veces."})));
  if (one.no_consent)
    problems.push_back(problem_of(
        "no_consent", said({"No consent is on record for this number or address, so nothing is sent.",
                            "No consta consentimiento para este número o correo, así que no se envía nada."})));
  return problems;
}

object counts_json(const ClientCounts& counts) {
  return {{"all", counts.all},
          {"bad", counts.bad},
          {"missing", counts.missing},
          {"doubled", counts.doubled},
          {"no_consent", counts.no_consent}};
}

/// What is wrong with the number, in plain words; empty: nothing is.
std::string number_trouble(Unit& unit, const Client& client) {
  if (client.number.empty())
    return client.unreachable.empty() ? std::string{} : unreachable_words(client.unreachable, unit.language());
  const auto number = PhoneNumber::parse(client.number);
  const auto said = [&](InEach words) { return std::string(words.in(unit.language())); };
  if (!number) return said({"This is no number that could be rung.", "Este no es un número al que se pueda llamar."});
  const NumberFacts facts = unit.settings().number_facts(*number);
  if (facts.kind == NumberKind::refused)
    return said({"Numbers of this kind (emergency, short, premium rate) are never contacted.",
                 "Los números de esta clase (emergencias, cortos, tarifa especial) no se contactan nunca."});
  if (facts.zones.empty() && client.zone.empty())
    return said({"It is not known which time it is where this number is: say the zone, or nothing is sent.",
                 "No se sabe qué hora es donde está este número: indique la zona, o no se envía nada."});
  return {};
}

std::vector<std::string> zones_by_number(Unit& unit, const Client& client) {
  const auto number = PhoneNumber::parse(client.number);
  return number ? unit.settings().number_facts(*number).zones : std::vector<std::string>{};
}

/// Which zone the client is taken to be in, and how that is known: they or staff have said so, or all that the number
/// could be in, with the business's own.
object zone_json(Unit& unit, const Client& client, const std::string& own) {
  if (!client.zone.empty()) return {{"known", "stated"}, {"names", array{value(client.zone)}}};
  array names;
  for (const auto& name : zones_by_number(unit, client)) names.push_back(value(name));
  if (!names.empty()) return {{"known", "number"}, {"names", std::move(names)}};
  return {{"known", "business"}, {"names", array{value(own)}}};
}

object consent_json(const ConsentRow& row) {
  return {{"recorded_at", to_string(row.recorded_at)},
          {"attested", maybe(row.attested)},
          {"withdrawn_at", instant_json(row.withdrawn_at)},
          {"withdrawn_by", maybe(row.withdrawn_by)}};
}

/// One for each way that the client has now.
Result<array> consents_json(Unit& unit, const Client& client) {
  const auto rows = TRY(unit.clients().consents(client.id));
  array consents;
  for (const Channel channel : {Channel::call, Channel::text, Channel::email}) {
    const std::string& recipient = client.recipient(channel);
    if (recipient.empty()) continue;
    object one{{"channel", to_string(channel)}, {"given", false}, {"record", nullptr}};
    for (const auto& row : rows) {
      if (row.channel != channel || row.recipient != recipient) continue;
      one["given"] = !row.withdrawn_at;
      one["record"] = consent_json(row);
    }
    consents.push_back(std::move(one));
  }
  return consents;
}

Result<value> opt_out_json(Unit& unit, const std::string& recipient) {
  const auto found = TRY(unit.clients().opt_out(recipient));
  if (!found) return value(nullptr);
  return value(
      object{{"at", to_string(found->at)}, {"how", found->how}, {"by", found->by_staff() ? "staff" : "client"}});
}

Result<array> visits_json(Unit& unit, const std::vector<Appointment>& visits, std::string_view country) {
  array list;
  for (const auto& visit : visits) {
    const Seen seen = TRY(see(unit, visit));
    object one = common_json(seen, state_words(seen), country);
    const ReminderRow* next = next_reminder(seen);
    one["next"] = next == nullptr
                      ? value(nullptr)
                      : value(object{{"at", to_string(next_at(*next))}, {"channel", to_string(next->key.channel)}});
    list.push_back(std::move(one));
  }
  return list;
}

Result<array> same_number_json(Unit& unit, const Client& client) {
  array others;
  if (client.number.empty()) return others;
  for (const ClientId other : TRY(unit.clients().with_number(client.number))) {
    if (other == client.id || others.size() == 20) continue;
    others.push_back(object{{"id", other.value()}, {"name", TRY(unit.clients().get(other)).name}});
  }
  return others;
}

}  // namespace

std::string known_zone(Unit& unit, const Client& client) {
  if (!client.zone.empty()) return client.zone;
  const auto zones = zones_by_number(unit, client);
  return zones.size() == 1 ? zones.front() : std::string{};
}

object ways_json(const Client& client, std::string_view country) {
  return {{"id", client.id.value()},
          {"name", client.name},
          {"number", maybe(client.number)},
          {"number_text", maybe(client.number.empty() ? "" : number_text(client.number, country))},
          {"email", maybe(client.email)}};
}

Result<object> clients_page(Unit& unit, const ClientQuery& query) {
  const Account account = TRY(unit.accounts().get());
  const ClientPage found = TRY(list_clients(unit, query));
  array clients;
  for (const auto& one : found.clients) {
    object row = ways_json(one.client, account.country);
    row["language"] = maybe(one.client.language);
    row["problems"] = problems_of(one, unit.language());
    row["never"] = one.never;
    row["next"] = instant_json(one.next);
    clients.push_back(std::move(row));
  }
  object page{{"clients", std::move(clients)},
              {"next", found.next ? value(found.next.value()) : value(nullptr)},
              {"counts", nullptr}};
  if (!query.after) page["counts"] = counts_json(TRY(count_clients(unit)));
  return page;
}

Result<object> client_page(Unit& unit, ClientId id) {
  const Account account = TRY(unit.accounts().get());
  const Client client = TRY(unit.clients().get(id));
  object page = ways_json(client, account.country);
  page["version"] = TRY(unit.clients().version(id));
  page["language"] = maybe(client.language);
  page["zone"] = maybe(client.zone);
  page["zones"] = zone_json(unit, client, account.zone);
  page["trouble"] = maybe(number_trouble(unit, client));
  page["consents"] = TRY(consents_json(unit, client));
  page["never"] =
      object{{"number", TRY(opt_out_json(unit, client.number))}, {"email", TRY(opt_out_json(unit, client.email))}};
  page["same_number"] = TRY(same_number_json(unit, client));
  page["ahead"] = TRY(visits_json(unit, TRY(unit.appointments().ahead_of(id)), account.country));
  page["behind"] = TRY(visits_json(unit, TRY(unit.appointments().behind(id, shown_behind)), account.country));
  return page;
}

}  // namespace courtesy::api
