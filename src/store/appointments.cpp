#include "store/appointments.h"

#include <algorithm>

#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view columns =
    "appointment, source, uid, recurrence, sequence, client, local, zone, instant, authority, flag, booking, answer,"
    " answered_at, presence, told, summary, audience";

std::string select(std::string_view where) {
  return std::string("SELECT ").append(columns).append(" FROM appointment WHERE account = $1 AND ").append(where);
}

Appointment read(Row row) {
  Appointment found;
  found.id = row[0].id<AppointmentId>();
  found.source = row[1].take();
  found.uid = row[2].take();
  found.recurrence = row[3].take();
  found.sequence = row[4].number();
  found.client = row[5].id<ClientId>();
  found.start.local = parse_local_time(row[6].text()).value();
  found.start.zone = row[7].take();
  found.start.instant = row[8].instant();
  found.start.authority = parse_authority(row[9].text()).value();
  for (const TimeFlag flag : {TimeFlag::exact, TimeFlag::gap, TimeFlag::overlap}) {
    if (to_string(flag) == row[10].text()) found.start.flag = flag;
  }
  found.booking = parse_booking(row[11].text()).value();
  found.answer = parse_answer(row[12].text()).value();
  found.answered_at = row[13].maybe_instant();
  found.presence = parse_presence(row[14].text()).value();
  found.told = parse_told(row[15].text()).value();
  found.summary = row[16].take();
  // What cannot be read reaches nobody.
  found.audience = parse_audience(row[17].text()).value_or(Audience::nobody);
  return found;
}

std::vector<Appointment> read_all(Rows rows) {
  std::vector<Appointment> found;
  for (Row& row : rows) found.push_back(read(std::move(row)));
  return found;
}

}  // namespace

Result<std::optional<Appointment>> Appointments::find(const std::string& source, const std::string& uid,
                                                      const std::string& recurrence) {
  static const std::string sql = select("source = $2 AND uid = $3 AND recurrence = $4");
  const Rows rows = TRY(unit_.db().run(sql, {unit_.account(), source, uid, recurrence}));
  if (rows.empty()) return std::optional<Appointment>{};
  return std::optional(read(rows[0]));
}

namespace {
const std::string& select_one() {
  static const std::string sql = select("appointment = $2");
  return sql;
}
/// Of another row counts what was said after this one was booked; what was said before, as long as that row is booked
/// too. But what a person typed in was typed in on purpose, also where the client had cancelled. Instants of one local
/// time are at most 26 hours apart, between UTC-12 and UTC+14: only those rows are read.
constexpr std::string_view select_said =
    "SELECT o.answer, COALESCE(o.answered_at, 0), o.appointment FROM appointment a JOIN appointment o ON o.account = "
    "a.account AND o.client = a.client"
    " AND o.instant BETWEEN a.instant - 93600000 AND a.instant + 93600000"
    " AND (o.local = a.local OR o.instant = a.instant) WHERE a.account = $1 AND a.appointment = $2"
    " AND o.answer <> 'none' AND (o.appointment = a.appointment OR o.answered_at > COALESCE(a.booked_at, 0)"
    " OR (o.booking = 'booked' AND (o.answer = 'confirmed' OR a.source <> 'staff')))";

}  // namespace

Result<void> Appointments::foresee(std::span<const Due> due) {
  std::vector<Value> rows;
  for (const auto& one : due) rows.insert(rows.end(), {unit_.account(), one.key.appointment});
  TRY(unit_.db().foresee(select_one(), 2, rows));
  return unit_.db().foresee(select_said, 2, rows);
}

Result<Appointment> Appointments::get(AppointmentId id) {
  if (const Appointment* known = remembered_.find(id)) return *known;
  Rows rows = TRY(unit_.db().run(select_one(), {unit_.account(), id}));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such appointment"};
  Appointment found = read(std::move(rows[0]));
  remembered_.keep(id, found);
  return found;
}

Result<AppointmentId> Appointments::add(const Appointment& appointment) {
  const Start& start = appointment.start;
  const Rows rows = TRY(unit_.db().run(
      "INSERT INTO appointment (account, appointment, source, uid, recurrence, sequence, client, local, zone, instant, "
      "authority,"
      " flag, start_key, booking, summary, audience, booked_at) VALUES ($1, (SELECT COALESCE(MAX(appointment), 0) + 1 "
      "FROM "
      "appointment "
      "WHERE account = $1),"
      " $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING appointment",
      {unit_.account(), appointment.source, appointment.uid, appointment.recurrence, appointment.sequence,
       appointment.client, to_string(start.local), start.zone, start.instant, to_string(start.authority),
       to_string(start.flag), start.key(), to_string(appointment.booking), appointment.summary,
       to_string(appointment.audience), unit_.now()}));
  return rows[0][0].id<AppointmentId>();
}

Result<void> Appointments::rebook(const Appointment& appointment) {
  const Start& start = appointment.start;
  remembered_.forget(appointment.id);
  TRY(unit_.db().run(
      "UPDATE appointment SET sequence = $3, client = $4, local = $5, zone = $6, instant = $7, "
      "authority = $8, flag = $9,"
      " start_key = $10, booking = $11, summary = $12, audience = $13 WHERE account = $1 AND appointment = $2",
      {unit_.account(), appointment.id, appointment.sequence, appointment.client, to_string(start.local), start.zone,
       start.instant, to_string(start.authority), to_string(start.flag), start.key(), to_string(appointment.booking),
       appointment.summary, to_string(appointment.audience)}));
  return {};
}

Result<void> Appointments::forget_answers(AppointmentId id) {
  remembered_.forget(id);
  TRY(unit_.db().run(
      "UPDATE appointment SET answer = 'none', answered_at = NULL, told = 'nothing_yet', presence = 'unknown',"
      " booked_at = $3 WHERE account = $1 AND appointment = $2",
      {unit_.account(), id, unit_.now()}));
  return {};
}

Result<void> Appointments::set_answer(AppointmentId id, Answer answer) {
  remembered_.forget(id);
  TRY(unit_.db().run("UPDATE appointment SET answer = $3, answered_at = $4 WHERE account = $1 AND appointment = $2",
                     {unit_.account(), id, to_string(answer), unit_.now()}));
  return {};
}

Result<Answer> Appointments::said(AppointmentId id) {
  const Rows rows = TRY(unit_.db().run(select_said, {unit_.account(), id}));
  // The latest; of two at once, the later row's. It is one row or none as a rule: a database's sorting costs more.
  const auto when = [](const Row& row) { return std::pair(row[1].number(), row[2].number()); };
  const auto latest =
      std::max_element(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return when(a) < when(b); });
  return latest == rows.end() ? Answer::none : parse_answer((*latest)[0].text()).value();
}

Result<void> Appointments::set_presence(AppointmentId id, Presence presence) {
  remembered_.forget(id);
  TRY(unit_.db().run("UPDATE appointment SET presence = $3 WHERE account = $1 AND appointment = $2",
                     {unit_.account(), id, to_string(presence)}));
  return {};
}

Result<void> Appointments::set_told(AppointmentId id, Told told) {
  remembered_.forget(id);
  TRY(unit_.db().run("UPDATE appointment SET told = $3 WHERE account = $1 AND appointment = $2",
                     {unit_.account(), id, to_string(told)}));
  return {};
}

Result<void> Appointments::set_source(AppointmentId id, const std::string& source) {
  remembered_.forget(id);
  TRY(unit_.db().run("UPDATE appointment SET source = $3 WHERE account = $1 AND appointment = $2",
                     {unit_.account(), id, source}));
  return {};
}

Result<void> Appointments::hand_over(ClientId from, ClientId to) {
  remembered_ = {};
  TRY(unit_.db().run("UPDATE appointment SET client = $3 WHERE account = $1 AND client = $2",
                     {unit_.account(), from, to}));
  return {};
}

Result<std::vector<Appointment>> Appointments::booked_behind(AppointmentId after, Instant from, int limit) {
  static const std::string sql =
      select("appointment > $2 AND instant >= $3 AND booking = 'booked' ORDER BY appointment LIMIT $4");
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), after, from, limit})));
}

Result<std::vector<Appointment>> Appointments::between(Instant from, Instant to) {
  static const std::string sql = select("instant >= $2 AND instant < $3 ORDER BY instant, appointment");
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), from, to})));
}

Result<std::vector<Appointment>> Appointments::of_source(const std::string& source, Instant from, Instant to) {
  static const std::string sql =
      select("source = $2 AND booking = 'booked' AND instant >= $3 AND instant < $4 ORDER BY appointment");
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), source, from, to})));
}

Result<std::vector<Appointment>> Appointments::ahead_of(ClientId client) {
  static const std::string sql =
      select("client = $2 AND booking = 'booked' AND instant >= $3 ORDER BY instant, appointment");
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), client, unit_.now()})));
}

Result<std::vector<Appointment>> Appointments::behind(ClientId client, int limit) {
  static const std::string sql = select(
      "client = $2 AND (instant < $3 OR booking = 'cancelled') ORDER BY instant DESC, appointment DESC LIMIT $4");
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), client, unit_.now(), limit})));
}

}  // namespace courtesy
