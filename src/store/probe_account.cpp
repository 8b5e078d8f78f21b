#include "store/probe_account.h"

#include "base/phone/number.h"
#include "store/booking.h"
#include "store/rules.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr const char* source = "test reminder";
constexpr hours ahead{2};
constexpr hours kept{24};

Result<void> make_rule(Unit& unit) {
  if (!TRY(unit.rules().active()).empty()) return {};
  TRY(add_rule(unit, {.id = {},
                      .channel = Channel::call,
                      .offset = ElapsedBefore{std::chrono::duration_cast<minutes>(ahead)},
                      .content = "appointment-reminder"}));
  return {};
}

/// Its ledger is kept as everybody's is.
Result<void> forget_old(Unit& unit) {
  const Value before(unit.now() - kept);
  const Rows oldest = TRY(unit.db().run("SELECT MAX(appointment) FROM appointment WHERE account = $1 AND instant < $2",
                                        {unit.account(), before}));
  if (oldest[0][0].null()) return {};
  const Value until(oldest[0][0].number());
  for (const auto* table : {"call_step", "callback_seen"}) {
    TRY(unit.db().run(std::string("DELETE FROM ") + table +
                          " WHERE account = $1 AND attempt IN"
                          " (SELECT attempt FROM attempt WHERE account = $1 AND appointment <= $2)",
                      {unit.account(), until}));
  }
  for (const auto* table : {"attempt", "reminder", "appointment"}) {
    TRY(unit.db().run(std::string("DELETE FROM ") + table + " WHERE account = $1 AND appointment <= $2",
                      {unit.account(), until}));
  }
  return {};
}

}  // namespace

Result<void> open_probe_account(Unit& unit) {
  TRY(unit.db().run(
      "INSERT INTO account (account, name, spoken_name, callback_number, caller_number, email_from, zone,"
      " country, language, created_at, standing, declared) VALUES ($1, 'test reminders', 'Courtesy', '+12025550199',"
      " '+12025550198', '', 'UTC', 'US', 'en', $2, 'reviewed', 20000) ON CONFLICT DO NOTHING",
      {probe_account, unit.now()}));
  return {};
}

Result<void> book_probe(Unit& unit, const std::string& number) {
  TRY(make_rule(unit));
  TRY(forget_old(unit));
  const Zone utc = TRY(Zone::find("UTC"));
  // To the minute, as appointments are.
  const Instant starts = std::chrono::ceil<minutes>(unit.now() + ahead) + minutes{1};
  intake::Booked booked;
  booked.uid = to_string(starts);
  const LocalTime local = utc.to_local(starts);
  booked.start = {.local = local, .zone = utc.name(), .instant = starts, .authority = Authority::local};
  booked.name = "Test";
  booked.number = TRY(PhoneNumber::parse(number));
  const std::vector<intake::Booked> bookings{std::move(booked)};
  TRY(take_bookings(unit, {.name = source, .attested = "the house itself"}, bookings));
  return {};
}

Result<std::optional<Instant>> last_probe(Unit& unit) {
  const Rows rows =
      TRY(unit.db().run("SELECT MAX(t.ended_at) FROM attempt t JOIN appointment p ON p.account = t.account"
                        " AND p.appointment = t.appointment WHERE t.account = $1 AND t.state = 'ended'"
                        " AND t.outcome = 'heard' AND p.answer = 'confirmed'",
                        {probe_account}));
  return rows[0][0].maybe_instant();
}

}  // namespace courtesy
