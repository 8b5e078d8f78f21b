#include "intake/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "base/bytes.h"
#include "intake/csv_table.h"
#include "intake/event_zone.h"
#include "intake/find_number.h"
#include "intake/text.h"

namespace courtesy::intake {
namespace {

constexpr std::size_t longest_cell = 10'000;

/// Where each column stands; none where the form names none.
struct Places {
  std::optional<std::size_t> name, number, date, time, start, email, id, zone, status, summary;
  std::size_t count = 0;
};

std::string listed(const std::vector<std::string>& headers) {
  std::string all;
  for (const std::string& header : headers) {
    if (all.size() > 500) return all + ", ...";
    all += (all.empty() ? "" : ", ") + fmt::format("\"{}\"", shown(trim(header)));
  }
  return all.empty() ? "none" : all;
}

Result<std::optional<std::size_t>> place_of(const std::string& wanted, const CsvRow& header) {
  if (trim(wanted).empty()) return std::optional<std::size_t>{};
  std::optional<std::size_t> place;
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    if (!same_word(squeeze(header.fields[i]), squeeze(wanted))) continue;
    if (place) return invalid(fmt::format("line {}: the column \"{}\" is there twice", header.line, shown(wanted)));
    place = i;
  }
  if (!place && !std::ranges::all_of(header.fields, is_text)) {
    return invalid(
        fmt::format("line {}: the names of the columns are not UTF-8 text, and there is none that reads "
                    "\"{}\": save the table as \"CSV UTF-8\"",
                    header.line, shown(wanted)));
  }
  if (!place) {
    return invalid(fmt::format("line {}: there is no column \"{}\"; found: {}", header.line, shown(wanted),
                               listed(header.fields)));
  }
  return place;
}

Result<Places> places_of(const CsvColumns& columns, const CsvRow& header) {
  Places places{.count = header.fields.size()};
  places.name = TRY(place_of(columns.name, header));
  places.number = TRY(place_of(columns.number, header));
  const bool in_one = !columns.start.empty();
  if (in_one) places.start = TRY(place_of(columns.start, header));
  if (!in_one) places.date = TRY(place_of(columns.date, header));
  if (!in_one) places.time = TRY(place_of(columns.time, header));
  places.email = TRY(place_of(columns.email, header));
  places.id = TRY(place_of(columns.id, header));
  places.zone = TRY(place_of(columns.zone, header));
  places.status = TRY(place_of(columns.status, header));
  places.summary = TRY(place_of(columns.summary, header));
  return places;
}

Result<WrittenForm> stated(const CsvForm& form) {
  if (!form.date_order) return invalid("state the order of dates: day, month, year is not guessed");
  if (!form.time_form) return invalid("state the form of times: 24 hours, or 12 hours with am and pm");
  if (form.columns.start.empty() && (form.columns.date.empty() || form.columns.time.empty())) {
    return invalid("name the columns of date and time, or the one that has both");
  }
  if (form.columns.number.empty()) return invalid("name the column of phone numbers");
  return WrittenForm{*form.date_order, *form.time_form, form.two_digit_years};
}

class TableImport {
 public:
  TableImport(const CsvForm& form, const WrittenForm& written, const Places& places, const Reading& reading)
      : form_(form), written_(written), places_(places), reading_(reading) {}

  void take(const CsvRow& row) {
    if (row.broken.empty() && row.blank()) return;
    ++out_.components;
    if (auto refused = read(row); !refused.ok()) {
      out_.reports.push_back({row.line, id_of(row), refused.error().message});
    }
  }

  Import finish() {
    std::stable_sort(out_.appointments.begin(), out_.appointments.end(), [](const Booked& a, const Booked& b) {
      return std::tie(a.start.instant, a.line) < std::tie(b.start.instant, b.line);
    });
    out_.events = out_.appointments.size() + out_.excluded.size() + out_.reports.size();
    return std::move(out_);
  }

 private:
  static std::string_view cell(const CsvRow& row, std::optional<std::size_t> place) {
    return place && *place < row.fields.size() ? trim(row.fields[*place]) : std::string_view{};
  }

  std::string id_of(const CsvRow& row) const {
    const std::string_view id = cell(row, places_.id);
    return is_text(id) && id.size() <= longest_cell ? std::string(id) : "";
  }

  Result<void> check(const CsvRow& row) const {
    if (!row.broken.empty()) return invalid(row.broken);
    for (const std::string& field : row.fields) {
      if (field.size() > longest_cell) return invalid("a cell is longer than any name or note: a quote may be missing");
      if (!is_text(field)) return invalid("a cell is not UTF-8 text: save the table as \"CSV UTF-8\"");
    }
    for (std::size_t i = places_.count; i < row.fields.size(); ++i) {
      if (trim(row.fields[i]).empty()) continue;
      return invalid(fmt::format("the row has {} cells, the first line {}: a cell with a separator in it needs quotes",
                                 row.fields.size(), places_.count));
    }
    return {};
  }

  Result<void> read(const CsvRow& row) {
    TRY(check(row));
    Booked booked{.start = TRY(start_of(row)), .line = row.line};
    const Settings& settings = reading_.settings;
    if (booked.start.instant < settings.from || booked.start.instant >= settings.to) {
      ++out_.outside;
      return {};
    }
    booked.name = squeeze(cell(row, places_.name));
    booked.email = std::string(cell(row, places_.email));
    booked.summary = squeeze(cell(row, places_.summary));
    take_number(booked, row);
    booked.uid = TRY(uid_of(row, booked));
    const std::string_view status = cell(row, places_.status);
    const bool cancelled = std::any_of(form_.cancelled_words.begin(), form_.cancelled_words.end(),
                                       [&](const std::string& word) { return same_word(status, word); });
    if (cancelled) {
      out_.excluded.push_back({booked.uid, "", Exclusion::cancelled, row.line});
    } else {
      out_.appointments.push_back(std::move(booked));
    }
    return {};
  }

  Result<Start> start_of(const CsvRow& row) {
    const EventZone zone = TRY(zone_of(cell(row, places_.zone)));
    if (!places_.start) {
      TRY(needs_zone(row));
      const LocalDate date = TRY(date_of(cell(row, places_.date)));
      return zone.start(LocalTime{date} + TRY(time_of(cell(row, places_.time))));
    }
    const auto written = written_start(cell(row, places_.start), written_);
    if (!written) {
      return invalid(fmt::format("the cell in \"{}\" is no date ({}) with a time ({})", shown(form_.columns.start),
                                 to_string(written_.order), time_form()));
    }
    if (!written->offset) {
      TRY(needs_zone(row));
      return zone.start(written->local);
    }
    Start start = zone.start(zone.to_local(Instant{written->local.time_since_epoch() - *written->offset}));
    start.instant = Instant{written->local.time_since_epoch() - *written->offset};
    start.authority = Authority::instant;
    start.flag = TimeFlag::exact;
    return start;
  }

  Result<LocalDate> date_of(std::string_view text) const {
    if (const auto date = written_date(text, written_)) return *date;
    return invalid(fmt::format("the cell in \"{}\" is no date in the order {}{}", shown(form_.columns.date),
                               to_string(written_.order),
                               written_.two_digit_years ? "" : ", with a year of four digits"));
  }

  Result<seconds> time_of(std::string_view text) const {
    if (const auto time = written_time(text, written_)) return *time;
    return invalid(fmt::format("the cell in \"{}\" is no time of day ({})", shown(form_.columns.time), time_form()));
  }

  std::string_view time_form() const {
    return written_.form == TimeForm::h12 ? "12 hours, as 9:30 am" : "24 hours, as 14:30";
  }

  Result<void> needs_zone(const CsvRow& row) const {
    if (reading_.settings.zone_stated || !cell(row, places_.zone).empty()) return {};
    return invalid("the row names no time zone, and none was stated for such times");
  }

  Result<EventZone> zone_of(std::string_view name) {
    if (name.empty()) return EventZone::iana(reading_.settings.zone);
    const auto known = zones_.find(std::string(name));
    if (known != zones_.end()) return EventZone::iana(known->second);
    const auto zone = zone_by_name(name, reading_.windows_zone);
    if (!zone) {
      return invalid(
          fmt::format("the time zone in \"{}\" is neither an IANA name (like Europe/Madrid) nor a Windows name",
                      shown(form_.columns.zone)));
    }
    zones_.emplace(name, *zone);
    return EventZone::iana(*zone);
  }

  void take_number(Booked& booked, const CsvRow& row) const {
    std::string_view text = cell(row, places_.number);
    if (text.starts_with('\'')) text.remove_prefix(1);  // how a spreadsheet marks text
    if (text.empty()) return;
    auto number = read_number(text, reading_);
    if (number.ok()) booked.number = *number;
    if (!number.ok()) booked.unreachable = number.error().message;
  }

  Result<std::string> uid_of(const CsvRow& row, const Booked& booked) {
    std::string uid(cell(row, places_.id));
    if (uid.empty() && places_.id) return invalid(fmt::format("the cell in \"{}\" is empty", shown(form_.columns.id)));
    if (uid.empty()) uid = "row-" + hex(sha256(row_text(row, booked))).substr(0, 32);
    const auto [first, fresh] = lines_.try_emplace(uid, row.line);
    if (fresh) return uid;
    return invalid(places_.id ? fmt::format("the row has the id of line {}: each booking needs its own", first->second)
                              : fmt::format("the row repeats line {}", first->second));
  }

  std::string row_text(const CsvRow& row, const Booked& booked) const {
    return fmt::format("{}\n{}\n{}", booked.start.key(), lower(booked.name),
                       booked.number ? booked.number->e164() : std::string(cell(row, places_.number)));
  }

  const CsvForm& form_;
  const WrittenForm& written_;
  const Places& places_;
  const Reading& reading_;
  std::unordered_map<std::string, Zone> zones_;
  std::unordered_map<std::string, int> lines_;
  Import out_;
};

std::optional<CsvRow> first_row(CsvReader& rows) {
  auto row = rows.next();
  while (row && row->blank() && row->broken.empty()) row = rows.next();
  return row;
}

}  // namespace

Result<Import> read_csv(std::string_view bytes, const CsvForm& form, const Reading& reading) {
  const WrittenForm written = TRY(stated(form));
  const std::string text = TRY(decode(bytes, reading.bounds.bytes, "table"));
  CsvReader rows(text, form.separator.value_or(separator_of(text)));
  if (has_separator_line(text)) rows.next();
  const auto header = first_row(rows);
  if (!header) return invalid("the table is empty: its first line names the columns");
  if (!header->broken.empty()) return invalid(fmt::format("line {}: {}", header->line, header->broken));
  const Places places = TRY(places_of(form.columns, *header));
  TableImport import(form, written, places, reading);
  std::size_t count = 0;
  while (const auto row = rows.next()) {
    if (++count > reading.bounds.components) {
      return invalid(
          fmt::format("line {}: the table has more than {} rows: split it", row->line, reading.bounds.components));
    }
    import.take(*row);
  }
  return import.finish();
}

}  // namespace courtesy::intake
