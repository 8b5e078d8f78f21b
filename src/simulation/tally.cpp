#include "simulation/tally.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <set>

#include "base/bytes.h"
#include "store/appointments.h"

namespace courtesy::simulation {
namespace {

using Counts = std::map<std::string, std::int64_t>;

boost::json::object to_json(const Counts& counts) {
  boost::json::object object;
  for (const auto& [name, count] : counts) object[name] = count;
  return object;
}

/// `SELECT name, count`: the rows as counts.
Result<Counts> counts_of(Unit& unit, std::string_view sql, std::string_view channel = {}) {
  Counts counts;
  for (const auto& row : TRY(unit.db().run(sql, {unit.account(), channel}))) counts[row[0].text()] = row[1].number();
  return counts;
}

std::int64_t at(const Counts& counts, const std::string& name) {
  const auto found = counts.find(name);
  return found == counts.end() ? 0 : found->second;
}

std::int64_t sum(const Counts& counts) {
  std::int64_t total = 0;
  for (const auto& [name, count] : counts) total += count;
  return total;
}

/// What the network saw, told by its own words.
struct Witness {
  Counts calls;  ///< by last status
  Counts texts;
  std::int64_t calls_taken = 0;
  std::int64_t texts_taken = 0;
  std::int64_t wrong_keys = 0;  ///< calls in which a key was pressed that nothing offers
  std::int64_t machines = 0;    ///< calls that left a message on a machine
  std::int64_t replies = 0;
  std::int64_t emails = 0;
  std::map<std::string, int> rings;  ///< by call
  std::string digest;                ///< of its whole journal: the same seed gives the same

  explicit Witness(const phonenet::Journal& journal) {
    constexpr std::string_view offered = "12349";
    std::set<std::string> wrong;
    std::set<std::string> left;
    std::set<std::string> answers;
    for (const auto& entry : journal.entries()) {
      switch (entry.kind) {
        case phonenet::EntryKind::call_accepted: ++calls_taken; break;
        case phonenet::EntryKind::ring: ++rings[entry.sid]; break;
        case phonenet::EntryKind::ended: ++calls[entry.detail]; break;
        case phonenet::EntryKind::key:
          if (entry.text.find_first_not_of(offered) != std::string::npos) wrong.insert(entry.sid);
          break;
        case phonenet::EntryKind::message_left: left.insert(entry.sid); break;
        case phonenet::EntryKind::text_accepted:
          // What only answers a person's text is no reminder.
          if (entry.detail == "reply") {
            answers.insert(entry.sid);
          } else {
            ++texts_taken;
          }
          break;
        case phonenet::EntryKind::text_delivered: texts["delivered"] += !answers.contains(entry.sid); break;
        case phonenet::EntryKind::text_failed: texts["failed"] += !answers.contains(entry.sid); break;
        case phonenet::EntryKind::text_reply: ++replies; break;
        case phonenet::EntryKind::email_delivered: ++emails; break;
        default: break;
      }
    }
    wrong_keys = static_cast<std::int64_t>(wrong.size());
    machines = static_cast<std::int64_t>(left.size());
    digest = hex(sha256(journal.to_lines()));
  }

  boost::json::object json() const {
    return {{"calls_taken", calls_taken}, {"calls", to_json(calls)},    {"calls_with_wrong_keys", wrong_keys},
            {"messages_left", machines},  {"texts_taken", texts_taken}, {"texts", to_json(texts)},
            {"replies", replies},         {"emails", emails},           {"journal_sha256", digest}};
  }
};

/// What the store says.
struct Books {
  Counts reminders;      ///< `call.done`, `text.dropped`, …
  Counts reasons;        ///< of those that were not made
  Counts call_attempts;  ///< by state and outcome
  Counts text_attempts;
  Counts email_attempts;
  Counts answers;         ///< what clients said
  Counts states;          ///< of all appointments, as the page shows them
  std::int64_t open = 0;  ///< due by the end of the day, and without an ending
};

Result<Books> read_books(Unit& unit, Instant until) {
  Books books;
  books.reminders =
      TRY(counts_of(unit, "SELECT channel || '.' || state, COUNT(*) FROM reminder WHERE account = $1 GROUP BY 1"));
  books.reasons =
      TRY(counts_of(unit,
                    "SELECT reason, COUNT(*) FROM reminder WHERE account = $1 AND state IN ('dropped', 'held',"
                    " 'withdrawn') GROUP BY 1"));
  constexpr std::string_view attempts =
      "SELECT CASE state WHEN 'ended' THEN outcome ELSE state END, COUNT(*) FROM attempt WHERE account = $1 AND "
      "channel = $2"
      " GROUP BY 1";
  books.call_attempts = TRY(counts_of(unit, attempts, "call"));
  books.text_attempts = TRY(counts_of(unit, attempts, "text"));
  books.email_attempts = TRY(counts_of(unit, attempts, "email"));
  books.answers =
      TRY(counts_of(unit,
                    "SELECT channel || '.' || code, COUNT(*) FROM ledger WHERE account = $1 AND kind = 'answered'"
                    " GROUP BY 1"));
  for (const auto& appointment : TRY(unit.appointments().between(Instant::min(), Instant::max()))) {
    ++books.states[std::string(to_string(appointment.state()))];
  }
  const Rows open =
      TRY(unit.db().run("SELECT COUNT(*) FROM reminder WHERE account = $1 AND due <= $2 AND state IN"
                        " ('waiting', 'intended') AND look_at <= $2",
                        {unit.account(), until}));
  books.open = open[0][0].number();
  return books;
}

class Comparison {
 public:
  void equal(std::string_view what, std::int64_t ours, std::int64_t theirs) {
    if (ours != theirs)
      faults_.push_back(fmt::format("{}: the books say {}, the phone network {}", what, ours, theirs));
  }
  void none(std::string_view what, std::int64_t count) {
    if (count != 0) faults_.push_back(fmt::format("{}: {}, which should be 0", what, count));
  }
  std::vector<std::string> faults() && { return std::move(faults_); }

 private:
  std::vector<std::string> faults_;
};

std::vector<std::string> compare(const Books& books, const Witness& witness, const ImportTally& import) {
  Comparison same;
  const Counts& calls = books.call_attempts;
  same.equal("calls placed", sum(calls) - at(calls, "refused") - at(calls, "not_sent"), witness.calls_taken);
  same.equal("busy", at(calls, "busy"), at(witness.calls, "busy"));
  same.equal("no answer", at(calls, "no_answer"), at(witness.calls, "no-answer"));
  same.equal("calls cancelled", at(calls, "cancelled"), at(witness.calls, "canceled"));
  same.equal("answered", at(calls, "heard") + at(calls, "machine") + at(calls, "failed"),
             at(witness.calls, "completed") + at(witness.calls, "failed"));
  const Counts& texts = books.text_attempts;
  same.equal("texts sent", sum(texts) - at(texts, "refused") - at(texts, "not_sent"), witness.texts_taken);
  same.equal("texts delivered", at(texts, "delivered") + at(texts, "heard"), at(witness.texts, "delivered"));
  same.equal("texts undelivered", at(texts, "failed"), at(witness.texts, "failed"));
  same.equal("emails sent", at(books.email_attempts, "sent"), witness.emails);
  same.none("reminders without an ending", books.open);
  std::int64_t doubled = 0;
  for (const auto& [sid, rings] : witness.rings) doubled += rings > 1;
  same.none("calls that rang twice", doubled);
  same.equal("occurrences in the calendar", static_cast<std::int64_t>(import.events),
             static_cast<std::int64_t>(import.appointments + import.excluded + import.reports.size()));
  same.none("appointments the page does not show", static_cast<std::int64_t>(import.appointments) - sum(books.states));
  return std::move(same).faults();
}

}  // namespace

Result<DayTally> tally_day(Unit& unit, const phonenet::Journal& journal, const ImportTally& import, Instant until) {
  const Witness witness(journal);
  const Books books = TRY(read_books(unit, until));
  boost::json::array reports;
  for (const auto& report : import.reports) reports.emplace_back(report);
  DayTally tally;
  tally.faults = compare(books, witness, import);
  boost::json::array faults;
  for (const auto& fault : tally.faults) faults.emplace_back(fault);
  tally.json = boost::json::serialize(boost::json::object{{"calendar",
                                                           {{"events", import.events},
                                                            {"appointments", import.appointments},
                                                            {"excluded", import.excluded},
                                                            {"reports", reports}}},
                                                          {"reminders", to_json(books.reminders)},
                                                          {"reasons", to_json(books.reasons)},
                                                          {"calls", to_json(books.call_attempts)},
                                                          {"texts", to_json(books.text_attempts)},
                                                          {"emails", to_json(books.email_attempts)},
                                                          {"answers", to_json(books.answers)},
                                                          {"page", to_json(books.states)},
                                                          {"network", witness.json()},
                                                          {"faults", faults}});
  return tally;
}

}  // namespace courtesy::simulation
