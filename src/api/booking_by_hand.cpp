#include "api/booking_by_hand.h"

#include <fmt/format.h>

#include <boost/algorithm/string/predicate.hpp>
#include <boost/json.hpp>
#include <limits>

#include "api/answer.h"
#include "api/clients.h"
#include "api/pages.h"
#include "api/read_body.h"
#include "appointment/start.h"
#include "store/accounts.h"
#include "store/ledger.h"

namespace courtesy::api {
namespace {

using boost::json::object;

constexpr std::size_t longest_note = 500;

/// Before the clock was put back, or after it: a wall clock alone is read as the first, so the second is kept as an
/// instant.
Result<Start> repeated(const Start& first, const std::string& which) {
  if (which == "first") return first;
  const Zone zone = TRY(Zone::find(first.zone));
  const auto back = zone.next_transition(first.instant);
  if (which != "second" || !back) {
    return invalid(
        fmt::format("On that night the clocks in {} are put back, and {} comes twice: say `which`, first or "
                    "second.",
                    first.zone, to_string(first.local).substr(11)));
  }
  const seconds put_back = zone.offset(first.instant) - zone.offset(*back);
  return start_at(first.instant + put_back, first.zone);
}

Error skipped(const Start& start) {
  const auto zone = Zone::find(start.zone);
  const std::string shown = zone ? to_string(zone->to_local(start.instant)).substr(11) : "";
  return invalid(fmt::format("There is no {} on that day in {}: the clocks are put forward over it. It could be {}.",
                             to_string(start.local).substr(11), start.zone, shown));
}

Result<void> check_ahead(Unit& unit, const Start& start, const Settings& settings) {
  if (start.instant <= unit.now()) return invalid("`start` lies in the past: nobody can be reminded of it.");
  if (start.instant > unit.now() + settings.import_ahead)
    return invalid("`start` is more than 13 months ahead: look at the year.");
  return {};
}

Result<Start> start_of(Unit& unit, const object& body, const std::string& zone, const Settings& settings) {
  const auto local = parse_local_time(TRY(needed(body, "start", 40)));
  if (!local) return invalid("`start` must be a local time such as 2026-05-13T14:30");
  const std::string said = TRY(text_of(body, "zone", 100));
  auto start = start_at(*local, said.empty() ? zone : said);
  if (!start) return invalid("`zone` must be the name of a time zone such as America/New_York");
  if (start->flag == TimeFlag::gap) return skipped(*start);
  if (start->flag == TimeFlag::overlap) *start = TRY(repeated(*start, TRY(text_of(body, "which", 10))));
  TRY(check_ahead(unit, *start, settings));
  return *start;
}

/// The one client who has that number and name already, however the name is spelt and whatever address they have.
Result<std::optional<ClientId>> alike(Unit& unit, const Client& named) {
  if (named.number.empty() || !named.email.empty()) return std::optional<ClientId>{};
  std::optional<ClientId> found;
  for (const ClientId id : TRY(unit.clients().with_number(named.number))) {
    if (!boost::iequals(TRY(unit.clients().get(id)).name, named.name)) continue;
    if (found) return std::optional<ClientId>{};
    found = id;
  }
  return found;
}

/// Who is named by id, or found by name, number and address as an import finds them, or new.
Result<ClientId> client_of(Unit& unit, const object& body, const Settings& settings) {
  if (const auto id = TRY(count_of(body, "client", 1, std::numeric_limits<std::int64_t>::max()))) {
    for (const char* other : {"name", "number", "email"}) {
      if (body.contains(other)) return invalid("Name either a `client`, or a name with a number or address; not both.");
    }
    return TRY(unit.clients().get(ClientId(*id))).id;
  }
  Client named = TRY(read_client(unit, body, {}, settings));
  if (const auto same = TRY(alike(unit, named))) return *same;
  const auto known = TRY(unit.clients().find_as_now(named));
  return known ? *known : TRY(unit.clients().add(named));
}

/// It is asked again when a reminder is to go out: the client may be another's by then.
Result<void> check_guest(const Client& client, const Environment& guests) {
  for (const std::string* recipient : {&client.number, &client.email}) {
    if (!recipient->empty() && !may_be_contacted(guests, *recipient)) return Error{ErrorCode::conflict, no_guest};
  }
  return {};
}

Result<ReminderKey> reminder_of(Unit& unit, AppointmentId id, const object& body) {
  const Appointment appointment = TRY(unit.appointments().get(id));
  const auto rule = TRY(count_of(body, "rule", 1, std::numeric_limits<std::int64_t>::max()));
  const auto channel = parse_channel(TRY(text_of(body, "channel", 20)));
  if (!rule || !channel) return invalid("Say which reminder: `rule`, and `channel` (call, text or email).");
  return ReminderKey{id, RuleId(*rule), *channel, appointment.start.key()};
}

}  // namespace

Result<object> book(Unit& unit, const BookingRequest& request, const Settings& settings) {
  const object& body = request.body;
  TypedVisit visit{.uid = request.uid, .audience = request.audience};
  visit.start = TRY(start_of(unit, body, TRY(unit.accounts().get()).zone, settings));
  visit.summary = TRY(text_of(body, "note", longest_note));
  visit.attested = TRY(text_of(body, "attested", 900));
  visit.client = TRY(client_of(unit, body, settings));
  if (request.audience == Audience::guests)
    TRY(check_guest(TRY(unit.clients().get(visit.client)), settings.environment_of_guests));
  return appointment(unit, TRY(book_by_hand(unit, visit, TRY(who_of(body)))));
}

Result<object> move_visit(Unit& unit, std::int64_t id, const object& body, const Settings& settings) {
  const Appointment known = TRY(unit.appointments().get(AppointmentId(id)));
  const bool other_start = body.contains("start") || body.contains("zone") || body.contains("which");
  const Start start = other_start ? TRY(start_of(unit, body, known.start.zone, settings)) : known.start;
  const std::string note = body.contains("note") ? TRY(text_of(body, "note", longest_note)) : known.summary;
  TRY(move_by_hand(unit, known.id, start, note, TRY(who_of(body))));
  return appointment(unit, known.id);
}

Result<object> cancel_visit(Unit& unit, std::int64_t id, const object& body) {
  TRY(cancel_by_hand(unit, AppointmentId(id), TRY(who_of(body))));
  return appointment(unit, AppointmentId(id));
}

Result<object> restore_visit(Unit& unit, std::int64_t id, const object& body) {
  TRY(restore_by_hand(unit, AppointmentId(id), TRY(who_of(body))));
  return appointment(unit, AppointmentId(id));
}

template <ReminderWish wish>
Result<object> wish_reminder(Unit& unit, std::int64_t id, const object& body) {
  const ReminderKey key = TRY(reminder_of(unit, AppointmentId(id), body));
  TRY(wish_for_reminder(unit, key, wish, TRY(who_of(body))));
  return appointment(unit, AppointmentId(id));
}
template Result<object> wish_reminder<ReminderWish::now>(Unit&, std::int64_t, const object&);
template Result<object> wish_reminder<ReminderWish::not_at_all>(Unit&, std::int64_t, const object&);
template Result<object> wish_reminder<ReminderWish::after_all>(Unit&, std::int64_t, const object&);

}  // namespace courtesy::api
