#include "app/import_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <set>

#include "app/consent_option.h"
#include "app/csv_words.h"
#include "app/database.h"
#include "app/import_file.h"
#include "app/tz_database.h"
#include "intake/field_pattern.h"
#include "intake/json.h"
#include "store/accounts.h"
#include "store/import_run.h"
#include "store/lines.h"

namespace courtesy::app {
namespace {

constexpr hours ahead{24 * 400};
/// The exit code of a file that was taken in but for parts of it that could not be read.
constexpr int read_in_part = 3;

std::string counted(std::size_t number, std::string_view unit) {
  return fmt::format("{} {}{}", number, unit, number == 1 ? "" : "s");
}

/// An instant, or a day's beginning in `zone`.
Result<Instant> instant_of(std::string_view option, const std::string& text, const Zone& zone) {
  if (const auto instant = parse_instant(text)) return *instant;
  if (const auto date = parse_date(text)) return zone.resolve(LocalTime{*date}).instant;
  return invalid(fmt::format("{} is \"{}\": it must be a date like 2026-06-09 or an instant like 2026-06-09T13:00:00Z",
                             option, text));
}

class ImportCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("FILE", file_.path,
                 "a calendar (.ics) or a table (.csv); exit code 3: all was taken in but what could not be read",
                 Need::required);
    options.flag("--dry-run", dry_run_, "write nothing: only say what would come of it");
    options.flag("--json", json_, "print what was read as JSON");
    options.text("--database DB", database_, "write into this database; without it the file is only shown");
    options.number("--account N", account_, "the account, where there are several");
    options.text(consent_option, consent_, consent_help);
    options.text("--zone ZONE", zone_, "where a time has no zone of its own (default: the account's)");
    options.text("--country CC", country_,
                 "for numbers without a country code (default: the account's, else that of --zone)");
    options.text("--from WHEN", from_, "first day or instant taken (default: now)");
    options.text("--to WHEN", to_, "end, not taken itself (default: 400 days from now)");
    options.text("--date-order ORDER", csv_.date_order, "of a table: day-month-year, month-day-year, year-month-day");
    options.text("--time-form FORM", csv_.time_form, "of a table: 24h or 12h");
    options.flag("--two-digit-years", csv_.two_digit_years, "of a table: 26 is 2026");
    options.texts("--column WHAT=HEADER", csv_.columns,
                  "of a table: number=\"Cell phone\"; may be given several times");
    options.texts("--pattern FIELD=SHAPE", patterns_,
                  "of a calendar: summary=\"{name} / {any} / {number}\"; may be given several times");
  }

  Result<void> check() override {
    if (!zone_.empty()) file_.zone = TRY(Zone::find(zone_));
    if (!country_.empty() && country_.size() != 2) {
      return invalid(fmt::format("--country is \"{}\": it must be two letters like US (ISO 3166)", country_));
    }
    for (char& c : country_) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (database_.empty() && account_ != 0) return invalid("--account needs --database");
    TRY(check_consent(consent_));
    file_.csv = TRY(csv_form(csv_));
    file_.patterns = TRY(intake::read_field_patterns(patterns_));
    return set_window(Instant{});  // only whether the words make sense
  }

  Result<int> run(Outside& outside) override {
    TRY(check_consent_begun(consent_, outside.clock.now()));
    if (!database_.empty()) TRY(open(outside));
    if (file_.country.empty()) file_.country = country_;
    // A zone that somebody states is a place that somebody states.
    const bool by_zone = file_.country.empty() && file_.zone;
    if (by_zone) file_.country = country_of_zone(file_.zone->name());
    TRY(set_window(outside.clock.now()));
    const intake::Import import = TRY(read_import_file(file_));
    if (json_) outside.out << intake::to_json(import) << '\n';
    if (!json_) tell(import, outside.out);
    if (by_zone && !file_.country.empty()) {
      outside.err << fmt::format(
          "Numbers without a country code are read as those of {}, where {} is; --country says otherwise.\n",
          file_.country, file_.zone->name());
    }
    // With --json the output is that alone.
    return finish(import, json_ ? outside.err : outside.out);
  }

 private:
  Result<void> set_window(Instant now) {
    const Zone zone = file_.zone.value_or(Zone::utc());
    file_.from = from_.empty() ? now : TRY(instant_of("--from", from_, zone));
    file_.to = to_.empty() ? std::max(now, file_.from) + ahead : TRY(instant_of("--to", to_, zone));
    if (file_.from < file_.to) return {};
    return invalid("--to must be later than --from");
  }

  Result<void> open(Outside& outside) {
    store_ = TRY(Database::open(database_, outside.clock, Missing::is_an_error));
    id_ = TRY(store_->account(account_));
    Account account;
    TRY(store_->read(id_, [&](Unit& unit) -> Result<void> {
      account = TRY(unit.accounts().get());
      file_.own_numbers = TRY(Lines(unit).own_numbers());
      return {};
    }));
    if (!file_.zone) file_.zone = TRY(Zone::find(account.zone));
    if (country_.empty()) file_.country = account.country;
    return {};
  }

  std::string day(Instant at) const { return to_string(file_.zone.value_or(Zone::utc()).to_local(at)).substr(0, 10); }

  void tell(const intake::Import& import, std::ostream& out) const {
    out << fmt::format("{}: {} from {} to {}: {}, {} excluded, {} cannot be read\n", file_.path,
                       counted(import.events, "event"), day(file_.from), day(file_.to),
                       counted(import.appointments.size(), "appointment"), import.excluded.size(),
                       import.reports.size());
    if (import.outside > 0)
      out << fmt::format("{} in the file {} nothing in that time (--from, --to) and {} left out.\n",
                         import.outside == 1 ? "One entry" : fmt::format("{} entries", import.outside),
                         import.outside == 1 ? "has" : "have", import.outside == 1 ? "is" : "are");
    for (const auto& report : import.reports) {
      // A reason that names the very line of the fault says more than the event's first line.
      out << (report.reason.starts_with("line ") ? "" : fmt::format("line {}: ", report.line)) << report.reason
          << (report.uid.empty() ? "" : fmt::format(" ({})", report.uid)) << '\n';
    }
    tell_unreachable(import, out);
  }

  /// A series' client is named once, however often it comes.
  void tell_unreachable(const intake::Import& import, std::ostream& out) const {
    std::set<int> told;
    for (const auto& booked : import.appointments) {
      if (booked.number || booked.booking == Booking::cancelled || !told.insert(booked.line).second) continue;
      out << fmt::format("line {}: {} cannot be reached by phone: {}\n", booked.line,
                         booked.name.empty() ? "somebody without a name" : booked.name,
                         booked.unreachable.empty() ? "no number is given" : booked.unreachable);
    }
    if (!told.empty() && file_.country.empty()) {
      out << "No country was stated (--country US), so only numbers with a country code could be read.\n";
    }
  }

  /// Writes it, or counts what would be written.
  Result<int> finish(const intake::Import& import, std::ostream& out) {
    if (store_ != nullptr) {
      std::optional<ImportEnding> ending;
      ImportRun::start(store_->store(), id_, order(import), [&](ImportEnding e) { ending = std::move(e); });
      store_->run_until([&] { return ending.has_value(); });
      TRY(Result<void>(ending->result));
      tell(*ending, import, out);
    }
    if (consent_.empty() && !(json_ && store_ == nullptr)) {
      out << "Nobody attests their consent (--consent \"WHO, DATE\"): the appointments will be there, and nobody is "
             "contacted.\n";
    }
    return import.damaged || !import.reports.empty() ? read_in_part : 0;
  }

  ImportOrder order(const intake::Import& import) const {
    return {.source = {.name = std::filesystem::path(file_.path).filename().string(), .attested = consent_},
            .import = import,
            .from = file_.from,
            .to = file_.to,
            .dry_run = dry_run_,
            .to_record = {}};
  }

  void tell(const ImportEnding& ending, const intake::Import& import, std::ostream& out) const {
    const ImportCounts& counts = ending.counts;
    out << fmt::format("{}: {} added, {} changed, {} cancelled, {} unchanged; {} reminders planned\n",
                       dry_run_ ? "A dry run: nothing is written. It would be" : "Written", counts.added,
                       counts.changed, counts.cancelled, counts.unchanged, counts.reminders);
    if (ending.spared == 0) return;
    out << counted(static_cast<std::size_t>(ending.spared), "appointment") << (ending.spared == 1 ? " is" : " are")
        << " not in the file any more and " << (ending.spared == 1 ? "stays" : "stay") << " booked, since "
        << (import.events == 0 && !import.damaged ? "the file has nothing that is to come: that is more likely a "
                                                    "failed export than so many cancellations\n"
                                                  : "a part of it could not be read\n");
  }

  ImportFile file_;
  CsvWords csv_;
  std::vector<std::string> patterns_;
  bool dry_run_ = false;
  bool json_ = false;
  std::string database_;
  std::int64_t account_ = 0;
  std::string consent_;
  std::string zone_;
  std::string country_;
  std::string from_;
  std::string to_;
  std::unique_ptr<Database> store_;
  AccountId id_;
};

}  // namespace

std::unique_ptr<Command> make_import_command() { return std::make_unique<ImportCommand>(); }

}  // namespace courtesy::app
