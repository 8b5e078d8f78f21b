#include "api/imports.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "api/answer.h"
#include "api/pacing.h"
#include "api/retold.h"
#include "appointment/start.h"
#include "base/json_text.h"
#include "intake/attestation.h"
#include "intake/icalendar.h"
#include "store/accounts.h"
#include "store/appointments.h"
#include "store/clients.h"
#include "store/lines.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

constexpr std::size_t most_changes = 200;
/// Yesterday's are still told to staff (showed, no show).
constexpr hours import_behind{24};

bool ends_with(std::string_view name, std::string_view ending) {
  if (name.size() <= ending.size()) return false;
  for (std::size_t i = 0; i < ending.size(); ++i) {
    const char c = name[name.size() - ending.size() + i];
    if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != ending[i]) return false;
  }
  return true;
}

bool is_table(std::string_view name) { return ends_with(name, ".csv"); }

enum class Change { none, added, changed, cancelled };
std::string_view word(Change change) {
  switch (change) {
    case Change::none: return "none";
    case Change::added: return "added";
    case Change::changed: return "changed";
    case Change::cancelled: return "cancelled";
  }
  return "none";
}

/// As take_bookings() will decide it.
Result<Change> change_of(Unit& unit, const intake::Booked& booked, const std::optional<Appointment>& known) {
  const bool gone = booked.booking == Booking::cancelled;
  if (!known) return gone ? Change::none : Change::added;
  if (booked.sequence < known->sequence) return Change::none;
  if (gone) return known->booking == Booking::cancelled ? Change::none : Change::cancelled;
  const Client named{
      .name = booked.name, .number = booked.number ? booked.number->e164() : std::string{}, .email = booked.email};
  const bool same_client =
      TRY(unit.clients().find(named)) == known->client || TRY(unit.clients().was(known->client, named));
  const bool same = same_client && same_time(known->start, booked.start) && known->start.zone == booked.start.zone &&
                    known->booking == booked.booking && known->summary == booked.summary;
  return same ? Change::none : Change::changed;
}

/// Counts and the first changes, as they are found.
struct Tally {
  int added = 0;
  int changed = 0;
  int cancelled = 0;
  int unchanged = 0;
  boost::json::array changes;
  int left_off = 0;

  void count(Change change) {
    if (change == Change::added) ++added;
    if (change == Change::changed) ++changed;
    if (change == Change::cancelled) ++cancelled;
    if (change == Change::none) ++unchanged;
  }
  void show(boost::json::object change) {
    if (changes.size() < most_changes) {
      changes.push_back(std::move(change));
    } else {
      ++left_off;
    }
  }
};

Result<Change> tally_booked(Unit& unit, const ImportSource& source, const intake::Booked& booked, Tally& tally) {
  const auto known = TRY(unit.appointments().find(source.name, booked.uid, booked.recurrence));
  const Change change = TRY(change_of(unit, booked, known));
  tally.count(change);
  if (change == Change::none) return change;
  tally.show(
      {{"line", booked.line},
       {"change", word(change)},
       {"name", booked.name},
       {"summary", booked.summary},
       {"local", to_string(booked.start.local)},
       {"was", known && known->start.local != booked.start.local ? boost::json::value(to_string(known->start.local))
                                                                 : boost::json::value(nullptr)},
       {"reachable", booked.number.has_value() || !booked.email.empty()}});
  return change;
}

Result<void> tally_vanished(Unit& unit, const std::vector<Appointment>& vanished, Tally& tally) {
  for (const auto& gone : vanished) {
    ++tally.cancelled;
    const Client client = TRY(unit.clients().get(gone.client));
    tally.show({{"line", nullptr},
                {"change", word(Change::cancelled)},
                {"name", client.name},
                {"summary", gone.summary},
                {"local", to_string(gone.start.local)},
                {"was", nullptr},
                {"reachable", !client.number.empty() || !client.email.empty()}});
  }
  return {};
}

boost::json::array reports_json(const intake::Import& import) {
  boost::json::array reports;
  for (const auto& report : import.reports) {
    reports.push_back({{"line", report.line}, {"uid", report.uid}, {"reason", report.reason}});
  }
  return reports;
}

boost::json::array unreachable_json(const intake::Import& import) {
  boost::json::array unreachable;
  for (const auto& one : import.appointments) {
    if (one.booking == Booking::cancelled || one.number || !one.email.empty()) continue;
    unreachable.push_back(
        {{"line", one.line},
         {"name", one.name},
         {"local", to_string(one.start.local)},
         {"reason", one.unreachable.empty() ? "There is no phone number or email address." : one.unreachable}});
  }
  return unreachable;
}

std::optional<intake::DateOrder> date_order_of(std::string_view text) {
  if (text == "year_month_day") return intake::DateOrder::year_month_day;
  if (text == "day_month_year") return intake::DateOrder::day_month_year;
  if (text == "month_day_year") return intake::DateOrder::month_day_year;
  return std::nullopt;
}

std::optional<intake::TimeForm> time_form_of(std::string_view text) {
  if (text == "h24") return intake::TimeForm::h24;
  if (text == "h12") return intake::TimeForm::h12;
  return std::nullopt;
}

/// The headers that were chosen; the usual ones where none was.
intake::CsvColumns columns_of(const http::Fields& fields) {
  intake::CsvColumns chosen{.name = {}, .number = {}, .date = {}, .time = {}};
  const std::array<std::pair<std::string_view, std::string*>, 10> all{{{"column_name", &chosen.name},
                                                                       {"column_number", &chosen.number},
                                                                       {"column_date", &chosen.date},
                                                                       {"column_time", &chosen.time},
                                                                       {"column_start", &chosen.start},
                                                                       {"column_email", &chosen.email},
                                                                       {"column_id", &chosen.id},
                                                                       {"column_zone", &chosen.zone},
                                                                       {"column_status", &chosen.status},
                                                                       {"column_summary", &chosen.summary}}};
  bool any = false;
  for (const auto& [name, header] : all) {
    *header = http::field(fields, name).value_or("");
    any = any || !header->empty();
  }
  return any ? chosen : intake::CsvColumns{};
}

Result<bool> flag(const http::Fields& fields, std::string_view name, bool otherwise) {
  const auto text = http::field(fields, name).value_or("");
  if (text.empty()) return otherwise;
  if (text != "true" && text != "false") return invalid(fmt::format("`{}` must be true or false", name));
  return text == "true";
}

Result<intake::CsvForm> table_of(const http::Fields& fields) {
  const auto order = date_order_of(http::field(fields, "date_form").value_or(""));
  if (!order) {
    return invalid(
        "Say how the table writes dates: `date_form` must be year_month_day, day_month_year or month_day_year.");
  }
  const auto form = time_form_of(http::field(fields, "time_form").value_or(""));
  if (!form) return invalid("Say how the table writes times: `time_form` must be h24 (14:30) or h12 (2:30 pm).");
  return intake::CsvForm{.date_order = order,
                         .time_form = form,
                         .two_digit_years = TRY(flag(fields, "two_digit_years", false)),
                         .columns = columns_of(fields)};
}

bool blank(std::string_view text) { return text.find_first_not_of(' ') == std::string_view::npos; }

Error unclear_consent(const Error& error) {
  return invalid(fmt::format("The consent is not clear: {}.", error.message));
}

/// The consent in its three fields; none, where nobody attests it.
Result<std::optional<intake::Attestation>> attestation_of(const http::Fields& fields) {
  constexpr std::array<std::string_view, 3> names{"consent_who", "consent_when", "consent_how"};
  std::array<std::string_view, 3> said;
  for (std::size_t i = 0; i < names.size(); ++i) {
    said[i] = http::field(fields, names[i]).value_or("");
    if (said[i].size() > 300) return invalid(fmt::format("`{}` is longer than 300 bytes", names[i]));
  }
  const auto left_out = std::count_if(said.begin(), said.end(), blank);
  if (left_out == 3) return std::optional<intake::Attestation>();
  if (left_out > 0)
    return invalid("A consent needs who attests it, since when, and how they agreed: all three, or none.");
  auto read = intake::read_attestation(said[0], said[1], said[2]);
  if (!read) return unclear_consent(read.error());
  return std::optional(std::move(*read));
}

/// As it stands by the client.
std::string attested(const std::optional<intake::Attestation>& consent) {
  return consent ? fmt::format("{}; {}; {}", consent->who, to_string(consent->since), consent->how) : std::string();
}

Result<void> check_consent_begun(std::string_view query, Instant now) {
  const auto consent = TRY(attestation_of(TRY(http::parse_form(query))));
  const Result<void> begun = consent ? intake::check_begun(*consent, now) : Result<void>{};
  return begun ? Result<void>{} : Result<void>(unclear_consent(begun.error()));
}

}  // namespace

Result<ImportQuestion> read_import_question(std::string_view query) {
  const http::Fields fields = TRY(http::parse_form(query));
  const auto text = [&](std::string_view name) { return std::string(http::field(fields, name).value_or("")); };
  ImportQuestion question{.name = text("name"),
                          .dry_run = TRY(flag(fields, "dry_run", true)),
                          .zone = text("zone"),
                          .attested = attested(TRY(attestation_of(fields)))};
  if (!is_table(question.name) && !ends_with(question.name, ".ics")) {
    return invalid("The file's name must end in .ics (a calendar) or .csv (a table).");
  }
  if (is_table(question.name)) question.table = TRY(table_of(fields));
  if (question.name.size() > 200) return invalid("The file's name is longer than 200 bytes.");
  if (!question.zone.empty()) TRY(Zone::find(question.zone));
  return question;
}

Result<boost::json::object> import_preview(Unit& unit, const ImportQuestion& question, const ImportOrder& order) {
  const intake::Import& import = order.import;
  Tally tally;
  std::vector<intake::Booked> added;
  for (const auto& booked : import.appointments) {
    if (TRY(tally_booked(unit, order.source, booked, tally)) == Change::added) added.push_back(booked);
  }
  const bool first = !TRY(known_source(unit, order.source.name));
  Vanished vanished;
  if (!first) vanished = TRY(find_vanished(unit, order));
  TRY(tally_vanished(unit, vanished.cancelled, tally));
  TRY(tally_vanished(unit, vanished.gone, tally));
  boost::json::object pace = TRY(import_pace(unit, added));
  return boost::json::object{{"id", 0},
                             {"dry_run", question.dry_run},
                             {"name", question.name},
                             {"at", to_string(unit.now())},
                             {"first", first},
                             {"consent", !question.attested.empty()},
                             {"events", import.events},
                             {"added", tally.added},
                             {"changed", tally.changed},
                             {"cancelled", tally.cancelled},
                             {"unchanged", tally.unchanged},
                             {"spared", vanished.spared},
                             {"outside", import.outside},
                             {"excluded", import.excluded.size()},
                             {"changes", std::move(tally.changes)},
                             {"changes_left_off", tally.left_off},
                             {"reports", reports_json(import)},
                             {"unreachable", unreachable_json(import)},
                             {"pace", std::move(pace)}};
}

void retell_import(boost::json::object& result, Language language) {
  for (const char* list : {"reports", "unreachable"}) {
    // What an old one found is erased with its words.
    if (auto* found = result.if_contains(list); found != nullptr && found->is_array())
      retell(found->as_array(), {"reason"}, language);
  }
}

/// One import on its way; held by whatever it waits for.
struct Imports::Run {
  AccountId account_id;
  Audience audience = Audience::everybody;
  Language language = Language::en;
  ImportQuestion question;
  std::string bytes;
  http::Respond respond;
  Account account{};
  std::vector<std::string> own_numbers{};
  Instant now{};
  std::optional<Error> failed{};
  ImportOrder order{};
  boost::json::object result{};
};

namespace {

http::Response by_test_key() {
  return problem(
      403, "test_key", "A test key contacts nobody",
      "Import with dry_run=true, or in a demo: with a test key nothing is written that could lead to a contact.");
}

http::Response by_guest_key(std::string_view what, int line) {
  return problem(403, "guest_key", "Somebody is no guest",
                 fmt::format("Line {} {}. A guest key takes in nothing of such a file.", line, what));
}
constexpr std::string_view names_a_stranger = "names a number or address that is not on the installation's allow_list";
constexpr std::string_view is_anothers = "is a visit that no guest key has made";

/// The line of the first who may not be contacted by a guest key. `guests`: an installation that is not in production,
/// with those on its list.
std::optional<int> find_stranger(const intake::Import& import, const Environment& guests) {
  for (const auto& one : import.appointments) {
    const bool number = !one.number || may_be_contacted(guests, one.number->e164());
    const bool email = one.email.empty() || may_be_contacted(guests, one.email);
    if (!number || !email) return one.line;
  }
  return std::nullopt;
}

/// As it was shown, with what was in fact written.
boost::json::object as_written(boost::json::object result, const ImportEnding& ending) {
  result["first"] = ending.first;
  result["added"] = ending.counts.added;
  result["changed"] = ending.counts.changed;
  result["cancelled"] = ending.counts.cancelled;
  result["unchanged"] = ending.counts.unchanged;
  result["spared"] = ending.spared;
  return result;
}

}  // namespace

void Imports::end(Run& run, http::Response response) {
  --running_;
  run.respond(std::move(response));
}

void Imports::tell(Run& run) {
  retell_import(run.result, run.language);
  end(run, json(run.result));
}

http::Response Imports::too_large() {
  return problem(413, "too_large", "Too large", "A file has 8 MB at most. Export fewer months at once.");
}

void Imports::take(Call call, http::Respond respond) {
  auto question = read_import_question(call.request.query());
  if (!question) return respond(problem(question.error()));
  if (const auto begun = check_consent_begun(call.request.query(), parts_.settings.clock->now()); !begun)
    return respond(problem(begun.error()));
  const Audience audience = audience_of(call.actor, parts_.settings.demo.has_value());
  if (audience == Audience::nobody && !question->dry_run) return respond(by_test_key());
  if (call.request.body.size() > most_bytes) return respond(too_large());
  if (running_ >= most_at_once) {
    return respond(problem(503, "full", "Other imports are running", "Try again in a moment."));
  }
  ++running_;
  auto run = std::make_shared<Run>(Run{.account_id = call.actor.account,
                                       .audience = audience,
                                       .language = language_of(call.request.header("Accept-Language").value_or("")),
                                       .question = std::move(*question),
                                       .bytes = std::move(call.request.body),
                                       .respond = std::move(respond)});
  parts_.store.read(
      run->account_id,
      [run](Unit& unit) -> Result<void> {
        run->account = TRY(unit.accounts().get());
        run->own_numbers = TRY(Lines(unit).own_numbers());
        run->now = unit.now();
        return {};
      },
      [this, run](Result<void> result) {
        if (!result) return end(*run, problem(result.error()));
        read(run);
      });
}

void Imports::read(std::shared_ptr<Run> run) {
  auto zone = Zone::find(run->question.zone.empty() ? run->account.zone : run->question.zone);
  if (!zone) return end(*run, problem(zone.error()));
  ImportOrder& order = run->order;
  order.source = {.name = run->question.name, .attested = run->question.attested, .audience = run->audience};
  order.from = run->now - import_behind;
  order.to = run->now + parts_.settings.import_ahead;
  order.dry_run = run->question.dry_run;
  const intake::Reading reading{
      .settings = {.zone = *zone, .country = run->account.country, .from = order.from, .to = order.to},
      .read_number = parts_.settings.read_number,
      .own_numbers = run->own_numbers};
  parts_.loop.aside(
      [run, reading] {
        const auto& table = run->question.table;
        auto import =
            table ? intake::read_csv(run->bytes, *table, reading) : intake::read_icalendar(run->bytes, reading);
        if (import) {
          run->order.import = std::move(*import);
        } else {
          run->failed = import.error();
        }
        run->bytes.clear();
      },
      [this, run] {
        if (run->failed) return end(*run, problem(*run->failed));
        if (run->audience == Audience::guests) {
          const auto stranger = find_stranger(run->order.import, parts_.settings.environment_of_guests);
          if (stranger) return end(*run, by_guest_key(names_a_stranger, *stranger));
        }
        compare(run);
      });
}

void Imports::compare(std::shared_ptr<Run> run) {
  auto untouchable = std::make_shared<std::optional<int>>();
  parts_.store.read(
      run->account_id,
      [run, untouchable](Unit& unit) -> Result<void> {
        *untouchable = TRY(find_untouchable(unit, run->order.source, run->order.import.appointments));
        run->result = TRY(import_preview(unit, run->question, run->order));
        return {};
      },
      [this, run, untouchable](Result<void> result) {
        if (!result) return end(*run, problem(result.error()));
        if (*untouchable) return end(*run, by_guest_key(is_anothers, **untouchable));
        if (run->question.dry_run) return tell(*run);
        write(run);
      });
}

void Imports::write(std::shared_ptr<Run> run) {
  run->order.to_record = [shown = run->result](const ImportEnding& ending) {
    return json_text(as_written(shown, ending));
  };
  ImportRun::start(parts_.store, run->account_id, std::move(run->order), [this, run](ImportEnding ending) {
    if (!ending.result) return end(*run, problem(ending.result.error()));
    run->result = as_written(std::move(run->result), ending);
    run->result["id"] = ending.id.value();
    parts_.settings.on_change();
    tell(*run);
  });
}

}  // namespace courtesy::api
