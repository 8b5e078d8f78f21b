#include "api/lines.h"

#include <boost/json.hpp>

#include "api/answer.h"
#include "api/maybe.h"
#include "api/read_body.h"
#include "api/seen.h"
#include "flow/definition.h"
#include "store/accounts.h"
#include "store/flows.h"
#include "store/guesses.h"
#include "store/ledger.h"
#include "store/lines.h"
#include "store/sessions.h"

namespace courtesy::api {
namespace {

constexpr std::int64_t longest_notice = 60 * 24 * 30;

Result<void> on_record(Unit& unit, std::string code, LedgerBody body) {
  return unit.ledger().append({.kind = LedgerKind::by_hand, .code = std::move(code), .body = std::move(body)});
}

boost::json::object call_json(const Session& call) {
  return {{"id", call.id.value()},
          {"at", to_string(call.begun_at)},
          {"ended", maybe(call.ended_at)},
          {"from", maybe(call.caller)},
          {"to", call.called},
          {"flow", call.flow},
          {"state", call.position.substr(0, call.position.find(':'))},
          {"steps", call.step},
          {"client", maybe(call.client)},
          {"appointment", maybe(call.appointment)},
          {"proven", call.proven},
          {"wrong_codes", call.guesses}};
}

}  // namespace

Result<boost::json::object> lines_page(Unit& unit) {
  const std::string country = TRY(unit.accounts().get()).country;
  boost::json::array lines;
  for (const Line& line : TRY(Lines(unit).list())) {
    lines.push_back(boost::json::object{{"number", line.number},
                                        {"number_text", number_text(line.number, country)},
                                        {"flow", line.flow},
                                        {"set_by", maybe(line.set_by)},
                                        {"codes_off", TRY(Guesses(unit).off(line.number))}});
  }
  const LineSettings allows = TRY(Lines(unit).settings());
  return boost::json::object{{"lines", std::move(lines)},
                             {"allows",
                              {{"put_through", maybe(allows.put_through_number)},
                               {"return_missed", allows.return_missed},
                               {"cancel_notice_minutes", std::int64_t{allows.cancel_notice.count()}}}},
                             {"voice_path", "/twilio/call/incoming"},
                             {"status_path", "/twilio/call/incoming/status"}};
}

Result<boost::json::object> set_line(Unit& unit, const boost::json::object& body, const Settings& settings) {
  const std::string who = TRY(who_of(body));
  const std::string number = TRY(number_of(unit, body, "number", settings));
  const std::string flow = TRY(needed(body, "flow", 80));
  std::string title;
  if (settings.flows != nullptr) title = TRY(unit.flows().line(*settings.flows, flow)).definition().title;
  TRY(Lines(unit).set(number, flow, who));
  TRY(on_record(unit, "line_set",
                LedgerBody().plain("who", who).plain("flow", flow).plain("title", title).plain("number", number)));
  return lines_page(unit);
}

Result<boost::json::object> remove_line(Unit& unit, const boost::json::object& body, const Settings& settings) {
  const std::string who = TRY(who_of(body));
  const std::string number = TRY(number_of(unit, body, "number", settings));
  TRY(Lines(unit).remove(number));
  TRY(on_record(unit, "line_removed", LedgerBody().plain("who", who).plain("number", number)));
  return lines_page(unit);
}

Result<boost::json::object> reopen_line(Unit& unit, const boost::json::object& body, const Settings& settings) {
  const std::string who = TRY(who_of(body));
  const std::string why = TRY(needed(body, "why", 2'000));
  TRY(Guesses(unit).reopen(TRY(number_of(unit, body, "number", settings)), who, why));
  return lines_page(unit);
}

Result<boost::json::object> set_line_allows(Unit& unit, const boost::json::object& body, const Settings& settings) {
  const std::string who = TRY(who_of(body));
  LineSettings allows = TRY(Lines(unit).settings());
  if (const auto* number = body.if_contains("put_through")) {
    allows.put_through_number = number->is_null() ? std::string{} : TRY(number_of(unit, body, "put_through", settings));
  }
  allows.return_missed = TRY(flag_of(body, "return_missed")).value_or(allows.return_missed);
  if (const auto notice = TRY(count_of(body, "cancel_notice_minutes", 0, longest_notice)))
    allows.cancel_notice = minutes{*notice};
  TRY(Lines(unit).set_settings(allows));
  TRY(on_record(unit, "line_allows",
                LedgerBody()
                    .plain("who", who)
                    .plain("put_through", allows.put_through_number)
                    .plain("return_missed", allows.return_missed ? "yes" : "no")
                    .plain("cancel_notice", std::int64_t{allows.cancel_notice.count()})));
  return lines_page(unit);
}

Result<boost::json::object> calls_page(Unit& unit, SessionId before, int limit) {
  auto found = TRY(Sessions(unit).latest(limit + 1, before));
  boost::json::value next = nullptr;
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.pop_back();
    next = found.back().id.value();
  }
  boost::json::array calls;
  for (const Session& call : found) calls.push_back(call_json(call));
  return boost::json::object{{"calls", std::move(calls)}, {"before", std::move(next)}};
}

}  // namespace courtesy::api
