#include "api/session.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/inbox.h"
#include "api/retold.h"
#include "api/seen.h"
#include "api/would_go.h"
#include "store/accounts.h"
#include "store/failsafe.h"
#include "store/guesses.h"
#include "store/ledger.h"
#include "store/recordings.h"
#include "store/stopper.h"
#include "store/trips.h"
#include "store/unit.h"
#include "store/views.h"

namespace courtesy::api {
namespace {

constexpr std::size_t shown_first = 20;

/// The rule that stopped it; null when a person did.
Result<boost::json::value> tripped_by(Unit& unit, const Stop& stop) {
  if (!by_failsafe(stop.who)) return boost::json::value(nullptr);
  for (const auto& trip : TRY(unit.trips().open())) {
    if (in_words(trip.what) == stop.why) return boost::json::value(to_string(trip.what.rule));
  }
  return boost::json::value(stop.why);
}

Result<boost::json::value> stopped_json(Unit& unit, const std::optional<Stop>& stop) {
  if (!stop) return boost::json::value(nullptr);
  return boost::json::value(boost::json::object{{"at", to_string(stop->at)},
                                                {"who", stop->who},
                                                {"why", retold(stop->why, unit.language())},
                                                {"tripped_by", TRY(tripped_by(unit, *stop))},
                                                {"whole_house", stop->whole_house}});
}

/// 60, not 6E1.
boost::json::value speed_json(double speed) {
  const auto whole = static_cast<std::int64_t>(speed);
  return static_cast<double>(whole) == speed ? boost::json::value(whole) : boost::json::value(speed);
}

LedgerBody person_body(const std::string& who, const std::string& why) {
  return LedgerBody().plain("who", who).plain("why", why);
}

}  // namespace

Result<boost::json::object> session(Unit& unit, const Settings& settings) {
  boost::json::value account = nullptr;
  if (unit.account()) {
    const Account known = TRY(unit.accounts().get());
    account = {{"id", unit.account().value()}, {"name", known.name}, {"zone", known.zone}, {"country", known.country}};
  }
  boost::json::array warnings;
  for (const auto& warning : settings.warnings()) warnings.emplace_back(retold(warning, unit.language()));
  constexpr InEach guessed{"Codes were guessed on {}: it takes none until a person opens it again",
                           "Se intentaron adivinar códigos en {}: no acepta ninguno hasta que una persona lo reabra"};
  for (const auto& number : TRY(Guesses(unit).numbers_off())) {
    warnings.emplace_back(fmt::format(fmt::runtime(guessed.in(unit.language())), number));
  }
  constexpr InEach notice{"Nobody signs in here: this is a demo, on this machine only.",
                          "Aquí nadie inicia sesión: esto es una demostración, solo en este equipo."};
  boost::json::value demo = nullptr;
  if (settings.demo)
    demo = boost::json::object{{"speed", speed_json(settings.demo->speed())}, {"phones", settings.demo->phones}};
  return boost::json::object{
      {"account", std::move(account)},
      {"now", to_string(unit.now())},
      {"environment", settings.environment},
      {"demo", std::move(demo)},
      {"stopped", TRY(stopped_json(unit, TRY(unit.accounts().stop())))},
      {"notice", settings.demo ? boost::json::value(notice.in(unit.language())) : boost::json::value(nullptr)},
      {"warnings", std::move(warnings)},
      {"unheard", TRY(unit.recordings().unread_messages())},
      {"unread", TRY(unread(unit))},
      {"seq", TRY(unit.ledger().last_seq())},
      {"version", settings.version}};
}

Result<void> stop(Unit& unit, const std::string& who, const std::string& why) {
  const bool stands = TRY(unit.accounts().own_stop()).has_value();
  if (!stands) TRY(unit.accounts().set_stop(who, why));
  // Whoever releases it is to learn of everybody who asked for it.
  return unit.ledger().append({.kind = LedgerKind::stopped,
                               .code = stands ? "asked_again" : "by_hand",
                               .body = person_body(who, why).plain("scope", unit.account() ? "account" : "house")});
}

Result<boost::json::object> release_page(Unit& unit) {
  const WouldGo would = TRY(would_go(unit));
  boost::json::array first;
  for (const auto& due : would.leave) {
    if (first.size() == shown_first) break;
    const Appointment appointment = TRY(unit.appointments().get(due.key.appointment));
    const Client client = TRY(unit.clients().get(due.client));
    first.push_back({{"at", to_string(due.send_at)},
                     {"channel", to_string(due.key.channel)},
                     {"appointment", appointment.id.value()},
                     {"name", client.name},
                     {"text", appointment.summary}});
  }
  return boost::json::object{{"count", would.leave.size()},
                             {"until", to_string(would.until)},
                             {"too_late", would.too_late},
                             {"others", would.others},
                             {"first", std::move(first)}};
}

Result<void> release(Unit& unit, const std::string& who, const std::string& why, std::int64_t count,
                     std::int64_t looked_at) {
  const auto stopped = TRY(unit.accounts().stop());
  if (!stopped) return Error{ErrorCode::conflict, "Nothing is stopped: sending was released already."};
  if (stopped->whole_house) {
    return Error{ErrorCode::conflict, "The whole installation is stopped. Its operator releases it, on the server."};
  }
  const auto would = static_cast<std::int64_t>(TRY(would_go(unit)).leave.size());
  if (would != count) {
    return Error{ErrorCode::conflict,
                 fmt::format("{}{}, not {}. Look at the list again.", count_differs, would, count)};
  }
  TRY(release_trips(unit, who, why, looked_at));
  TRY(unit.accounts().clear_stop());
  return unit.ledger().append({.kind = LedgerKind::released, .code = "by_hand", .body = person_body(who, why)});
}

}  // namespace courtesy::api
