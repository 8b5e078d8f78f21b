#include "app/import_file.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/files.h"
#include "base/phone/engine.h"
#include "intake/icalendar.h"

namespace courtesy::app {
namespace {

enum class Form { calendar, table };

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

Result<Form> form_of(const std::string& path, std::string_view bytes) {
  const std::string ending = lower(std::filesystem::path(path).extension().string());
  if (ending == ".csv") return Form::table;
  if (ending == ".ics" || bytes.substr(0, 64).find("BEGIN:VCALENDAR") != std::string_view::npos) return Form::calendar;
  return invalid(
      fmt::format("{}: its name ends neither in .ics (a calendar) nor in .csv (a table), and it does not begin as a "
                  "calendar",
                  path));
}

intake::Reading reading_of(const ImportFile& file) {
  return {.settings = {.zone = file.zone.value_or(Zone::utc()),
                       .country = file.country,
                       .from = file.from,
                       .to = file.to,
                       .zone_stated = file.zone.has_value()},
          .read_number = [](std::string_view text, std::string_view country) { return read_number(text, country); },
          .patterns = file.patterns,
          .own_numbers = file.own_numbers};
}

}  // namespace

Result<intake::Import> read_import_file(const ImportFile& file) {
  const intake::Reading reading = reading_of(file);
  const std::string bytes = TRY(read_export(file.path, reading.bounds.bytes));
  const Form form = TRY(form_of(file.path, bytes));
  if (form == Form::table && !file.patterns.empty()) {
    return invalid(fmt::format("{}: a table has columns (--column) and no --pattern", file.path));
  }
  auto import =
      form == Form::table ? intake::read_csv(bytes, file.csv, reading) : intake::read_icalendar(bytes, reading);
  if (!import) return Error{import.error().code, fmt::format("{}: {}", file.path, import.error().message)};
  return import;
}

}  // namespace courtesy::app
