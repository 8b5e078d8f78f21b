#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "api/pages.h"
#include "api/words.h"
#include "app/database.h"
#include "app/ledger_commands.h"
#include "base/json_text.h"
#include "store/accounts.h"
#include "store/unit.h"

namespace courtesy::app {
namespace {

/// `2026-06-09 17:00:04`, by the account's clock.
std::string at(const Zone& zone, Instant instant) {
  std::string text = to_string(std::chrono::floor<seconds>(zone.to_local(instant)));
  if (text.size() == 16) text += ":00";
  text[10] = ' ';
  return text;
}

std::string ids_of(const LedgerRow& row) {
  std::string ids;
  if (row.appointment) ids += fmt::format(" appointment {}", row.appointment.value());
  if (row.attempt) ids += fmt::format(" attempt {}", row.attempt.value());
  if (row.client) ids += fmt::format(" client {}", row.client.value());
  return ids;
}

class LedgerCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.number("--account N", account_, "the account, where there are several; 0: the installation itself");
    options.number("--appointment N", appointment_, "about this appointment");
    options.number("--client N", client_, "about this client");
    options.number("--attempt N", attempt_, "about this attempt");
    options.text("--recipient WHO", recipient_, "a number (+12125550123) or an email address");
    options.texts("--kind KIND", kinds_, "of this kind: sent, callback, decided ... (docs/reference/ledger.md)");
    options.text("--code CODE", code_, "a reason, a state, a provider's code");
    options.text("--channel CHANNEL", channel_, "call, text or email");
    options.text("--from WHEN", from_, "a date of the account's zone, or 2026-05-12T14:00:00Z");
    options.text("--to WHEN", to_, "the same; a date means to its end");
    options.texts("WORD", words_, "each must occur in an entry, in whatever part of it");
    options.number("--before SEQ", before_, "go on where a page ended");
    options.number("--limit N", limit_, "entries a page; 50, at most 1000");
    options.flag("--bodies", bodies_, "with what was sent and received");
    options.flag("--personal", personal_,
                 "with names, numbers and texts, which are the account's and not the operator's");
    options.flag("--json", json_, "as one JSON object");
  }

  Result<void> check() override {
    for (const auto& kind : kinds_) {
      if (!parse_ledger_kind(kind))
        return invalid("--kind names no kind of entry; docs/reference/ledger.md lists them");
    }
    if (!channel_.empty() && !parse_channel(channel_)) return invalid("--channel must be call, text or email");
    if (limit_ < 1 || limit_ > 1'000) return invalid("--limit must be from 1 to 1000");
    if (words_.size() > 8) return invalid("at most 8 words");
    return {};
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(Database::open(database_, outside.clock, Missing::is_an_error));
    // 0 is the installation; left out, the only account there is.
    const AccountId account = account_ == 0 ? AccountId{} : TRY(database->account(std::max<std::int64_t>(account_, 0)));
    TRY(database->read(account, [&](Unit& unit) { return tell(unit, outside.out); }));
    return 0;
  }

 private:
  api::LedgerQuery query() const {
    api::LedgerQuery query{.from = from_, .to = to_};
    query.search.appointment = AppointmentId(appointment_);
    query.search.client = ClientId(client_);
    query.search.attempt = AttemptId(attempt_);
    query.search.recipient = recipient_;
    for (const auto& kind : kinds_) query.search.kinds.push_back(parse_ledger_kind(kind).value());
    query.search.code = code_;
    query.search.channel = channel_;
    query.search.words = words_;
    query.search.before = before_;
    query.search.limit = static_cast<int>(limit_);
    return query;
  }

  Result<void> tell(Unit& unit, std::ostream& out) const {
    const LedgerFound found = TRY(api::find_in_ledger(unit, query()));
    const Zone zone = TRY(Zone::find(TRY(unit.accounts().get()).zone));
    boost::json::array entries;
    for (const auto& line : found.lines) {
      LedgerRow row = line.has_body ? TRY(Views(unit).ledger_row(line.row.seq)) : line.row;
      // From here on only what this reader may see is there.
      row.body = body_for(personal_ ? Reader::staff : Reader::operator_, row.body).value_or("");
      if (json_) {
        entries.push_back(entry_json(row, personal_ ? line.client : ""));
      } else {
        print(out, zone, row, personal_ ? line.client : "");
      }
    }
    if (json_) {
      boost::json::object page{{"entries", std::move(entries)}, {"before", nullptr}};
      if (found.before) page["before"] = *found.before;
      out << json_text(page) << "\n";
    } else if (found.before) {
      out << fmt::format("More: --before {}\n", *found.before);
    } else if (found.lines.empty()) {
      out << "Nothing is on record that matches.\n";
    }
    return {};
  }

  void print(std::ostream& out, const Zone& zone, const LedgerRow& row, const std::string& name) const {
    out << fmt::format("{}  {}  {} {}{}{}{}  {}\n", row.seq, at(zone, row.at), row.kind, row.code,
                       row.channel.empty() ? "" : " " + row.channel, ids_of(row), name.empty() ? "" : " " + name,
                       api::sentence(row).text);
    if (!bodies_) return;
    for (const auto& piece : api::readable_bodies(row)) {
      std::string_view text = piece.at("text").as_string();
      while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        out << "    " << text.substr(0, end) << "\n";
        text.remove_prefix(std::min(end + 1, text.size()));
      }
    }
  }

  boost::json::object entry_json(const LedgerRow& row, const std::string& name) const {
    boost::json::object entry{{"seq", row.seq},
                              {"at", to_string(row.at)},
                              {"kind", row.kind},
                              {"code", row.code},
                              {"client", row.client.value()},
                              {"appointment", row.appointment.value()},
                              {"rule", row.rule.value()},
                              {"channel", row.channel},
                              {"start", row.start},
                              {"attempt", row.attempt.value()},
                              {"text", api::sentence(row).text}};
    if (!name.empty()) entry["name"] = name;
    if (bodies_ && !row.body.empty()) {
      boost::json::error_code error;
      entry["body"] = boost::json::parse(row.body, error);
    }
    return entry;
  }

  std::string database_;
  std::int64_t account_ = -1;
  std::int64_t appointment_ = 0;
  std::int64_t client_ = 0;
  std::int64_t attempt_ = 0;
  std::string recipient_;
  std::vector<std::string> kinds_;
  std::string code_;
  std::string channel_;
  std::string from_;
  std::string to_;
  std::vector<std::string> words_;
  std::int64_t before_ = 0;
  std::int64_t limit_ = 50;
  bool bodies_ = false;
  bool personal_ = false;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_ledger_command() { return std::make_unique<LedgerCommand>(); }

}  // namespace courtesy::app
