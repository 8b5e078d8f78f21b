// What must be true when the run is over: every reminder has its ending, and the wire is the ledger.
#include <fmt/format.h>

#include <algorithm>

#include "simulation/checker.h"
#include "simulation/checker_names.h"

namespace courtesy::simulation {

namespace {

constexpr std::string_view reminder_rows =
    "SELECT p.uid, r.rule, r.start, r.state, r.look_at, r.reason FROM reminder r"
    " JOIN appointment p ON p.account = r.account AND p.appointment = r.appointment WHERE r.account = $1"
    " ORDER BY p.uid, r.rule, r.start";

}  // namespace

Checker::Totals& Checker::Totals::operator+=(const Totals& other) {
  due += other.due;
  expected += other.expected;
  carried_out += other.carried_out;
  touched += other.touched;
  touched_carried_out += other.touched_carried_out;
  return *this;
}

int Checker::most_for_a_reminder() const {
  int most = 0;
  for (const auto& [name, contacts] : accepted_of_reminder_) most = std::max(most, contacts);
  return most;
}

/// All that counted for a recipient's caps: what may have left.
void Checker::list_contacts() {
  for (const auto& [key, contact] : contacts_) {
    if (contact.never_left) continue;
    owing_.contact(contact.intent.recipient, {.at = contact.at,
                                              .over = contact.over.value_or(contact.at),
                                              .channel = contact.intent.channel,
                                              .reminder = name_of(contact.intent)});
  }
}

void Checker::list_due() {
  for (const Promise& promise : parts_.model.promises()) {
    for (int rule = 1; rule <= rules; ++rule) {
      if (!promise.until || *promise.until > due_of(rule, promise.start, promise.zone)) owing_.planned(promise, rule);
    }
  }
}

/// The client was told of this very start, under whatever uid and by whatever rule, shortly before or since.
bool Checker::told_of(const Promise& promise, const std::string& name, Instant free) const {
  if (accepted_of_reminder_.contains(name)) return true;
  const auto found = told_.find(person_of(promise.visit.first, promise.patient, start_key(promise.start)));
  return found != told_.end() && std::ranges::any_of(found->second, [&](Instant at) {
           return at > free - spread_over - hours{1} && at < free + hours{1};
         });
}

bool Checker::withdrawn_rightly(const Promise& promise) const { return promise.until || promise.answered; }

void Checker::judge(const Promise& promise, int rule, const std::string& name, const Row& row) {
  const Owing::Judged judged = owing_.judge(promise, rule, name, parts_.slack());
  parts_.counts.add(judged.by.empty() ? fmt::format("owed.{}", simulation::name_of(judged.owed))
                                      : fmt::format("owed.{}.{}", simulation::name_of(judged.owed), judged.by));
  if (judged.owed == Owed::answered || judged.owed == Owed::ended || judged.owed == Owed::later) return;
  ++totals_.due;
  const bool carried_out = told_of(promise, name, judged.free);
  if (judged.owed == Owed::touched) {
    ++totals_.touched;
    totals_.touched_carried_out += carried_out ? 1 : 0;
  }
  if (judged.owed != Owed::yes) return;
  ++totals_.expected;
  totals_.carried_out += carried_out ? 1 : 0;
  if (carried_out) return;
  const std::string& state = row[3].text();
  parts_.counts.add(fmt::format("not_carried_out.{}.{}", state, row[5].text()));
  missing_.emplace_back(promise.visit, fmt::format("not carried out: {} is {} {}, and its way was free at {}", name,
                                                   state, row[5].text(), to_string(judged.free)));
}

void Checker::check_row(const Promise& promise, int rule, const Row* row) {
  const std::string start = start_key(promise.start);
  const std::string name =
      fmt::format("clinic {} {} rule {} of {}", promise.visit.first, promise.visit.second, rule, start);
  const Instant due = due_of(rule, promise.start, promise.zone);
  const Instant end = parts_.plan.ends;
  if (due > end - hours{8}) return;
  if (promise.until && *promise.until < due) return;
  if (promise.since > Owing::first_moment(promise, rule) - minutes{1}) return;
  parts_.counts.add("planned");
  if (row == nullptr) return violation("vanished", name, "there is no such reminder");
  const std::string& state = (*row)[3].text();
  if (state == "waiting" && (*row)[4].instant() < end - minutes{30} && !parts_.model.stopped(promise.visit.first))
    violation("vanished", name, "it still waits, and nobody has looked at it since " + to_string((*row)[4].instant()));
  if ((*row)[5].text() == "discarded" && !discarded_.contains(name))
    violation("decided", name, "it is discarded, and nobody has done so");
  if (state == "withdrawn" && !withdrawn_rightly(promise))
    violation("vanished", name, "it is withdrawn, though its booking stands: " + (*row)[5].text());
  judge(promise, rule, name, *row);
}

/// Into the trace, with all that the ledger has about the appointment.
Result<void> Checker::tell_missing(Db& db) const {
  for (const auto& [visit, words] : missing_) {
    parts_.trace.line(words);
    for (const auto& row : TRY(db.run("SELECT l.at, l.kind, l.code, l.channel, l.attempt, b.body FROM ledger l"
                                      " JOIN appointment p ON p.account = l.account AND p.appointment = l.appointment"
                                      " LEFT JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
                                      " WHERE l.account = $1 AND p.uid = $2 ORDER BY l.seq",
                                      {visit.first, visit.second}))) {
      parts_.trace.line(fmt::format("  {} {} {} {} {} {}", to_string(row[0].instant()), row[1].text(), row[2].text(),
                                    row[3].text(), row[4].number(), row[5].text()));
    }
  }
  return {};
}

/// Each committed intent has one entry, which is the request that left; what the gateway was told to have taken is what
/// it has taken.
Result<void> Checker::check_ledger(Db& db, std::int64_t account) {
  std::set<std::int64_t> entries;
  for (const auto& row : TRY(db.run(
           "SELECT l.attempt, b.body FROM ledger l LEFT JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
           " WHERE l.account = $1 AND l.kind = 'intended' ORDER BY l.seq",
           {account}))) {
    const std::string about = fmt::format("clinic {} attempt {}", account, row[0].number());
    const auto contact = contacts_.find({account, row[0].number()});
    if (contact == contacts_.end()) {
      violation("wire_is_ledger", about, "it is in the ledger, and was never committed");
      continue;
    }
    if (!entries.insert(row[0].number()).second) violation("wire_is_ledger", about, "it is in the ledger twice");
    const std::string& left = contact->second.left;
    if (contact->second.requests > 0 && row[1].text() != left)
      violation("wire_is_ledger", about, "on the wire: " + left + "; in the ledger: " + row[1].text());
    if (contact->second.requests > 0) parts_.counts.add("ledger_is_wire");
  }
  for (const auto& [key, contact] : contacts_) {
    if (key.first == account && !entries.contains(key.second))
      violation("wire_is_ledger", name_of(contact.intent), "its intent is not in the ledger");
  }
  for (const auto& row :
       TRY(db.run("SELECT l.attempt, b.body FROM ledger l JOIN ledger_body b ON b.account = l.account AND b.seq = l.seq"
                  " WHERE l.account = $1 AND l.kind = 'sent' AND l.code = 'accepted' ORDER BY l.seq",
                  {account}))) {
    const auto contact = contacts_.find({account, row[0].number()});
    if (contact == contacts_.end()) continue;
    const bool email = contact->second.intent.channel == Channel::email;
    const std::string sid = email ? message_id(contact->second.intent) : contact->second.sid;
    if (row[1].text().find(sid) == std::string::npos)
      violation("wire_is_ledger", name_of(contact->second.intent), "taken as " + sid + ", noted as " + row[1].text());
  }
  return {};
}

Result<void> Checker::finish(Db& db) {
  list_contacts();
  list_due();
  for (std::size_t clinic = 0; clinic < parts_.plan.clinics.size(); ++clinic) {
    const auto account = static_cast<std::int64_t>(clinic) + 1;
    std::map<std::string, Row> rows;
    for (Row& row : TRY(db.run(reminder_rows, {account}))) {
      rows.emplace(fmt::format("{} {} {}", row[0].text(), row[1].number(), row[2].text()), std::move(row));
    }
    for (const Promise& promise : parts_.model.promises()) {
      if (promise.visit.first != account) continue;
      for (int rule = 1; rule <= rules; ++rule) {
        const auto found = rows.find(fmt::format("{} {} {}", promise.visit.second, rule, start_key(promise.start)));
        check_row(promise, rule, found == rows.end() ? nullptr : &found->second);
      }
    }
    // One that is unknown and is not looked up any more is on the staff's list.
    for (const auto& row :
         TRY(db.run("SELECT attempt, state, intended_at FROM attempt WHERE account = $1"
                    " AND (state = 'intended' OR (state = 'unknown' AND look_at IS NOT NULL)) ORDER BY attempt",
                    {account}))) {
      if (row[2].instant() > parts_.plan.ends - hours{1}) continue;
      violation("unsettled", fmt::format("clinic {} attempt {}", account, row[0].number()),
                "it is still " + row[1].text() + ", intended at " + to_string(row[2].instant()));
    }
    TRY(check_ledger(db, account));
  }
  return tell_missing(db);
}

}  // namespace courtesy::simulation
