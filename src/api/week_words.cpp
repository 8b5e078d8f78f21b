#include "api/week_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <vector>

#include "schedule/timetable.h"
#include "store/calendar_changes.h"

namespace courtesy::api {
namespace {

using Body = boost::json::object;
using Days = std::array<bool, 7>;

constexpr std::array day_names{InEach{"Monday", "lunes"},        InEach{"Tuesday", "martes"},
                               InEach{"Wednesday", "miércoles"}, InEach{"Thursday", "jueves"},
                               InEach{"Friday", "viernes"},      InEach{"Saturday", "sábado"},
                               InEach{"Sunday", "domingo"}};

std::string joined(const std::vector<std::string>& parts, Language language) {
  constexpr InEach last{" and ", " y "};
  std::string all;
  for (std::size_t i = 0; i < parts.size(); ++i)
    all.append(i == 0 ? "" : i + 1 == parts.size() ? last.in(language) : ", ").append(parts[i]);
  return all;
}

/// From `first` to `last`, both among them: `Monday to Friday`, `Saturday`.
std::string days_in_a_row(std::size_t first, std::size_t last, Language language) {
  constexpr InEach to{" to ", " a "};
  std::string words(day_names[first].in(language));
  if (last != first) words.append(to.in(language)).append(day_names[last].in(language));
  return words;
}

/// `Monday to Thursday and Saturday`; two in a row are two.
std::string words_of(const Days& days, Language language) {
  std::vector<std::string> parts;
  for (std::size_t first = 0; first < days.size(); ++first) {
    if (!days[first]) continue;
    std::size_t last = first;
    while (last + 1 < days.size() && days[last + 1]) ++last;
    if (last == first + 1) last = first;
    parts.push_back(days_in_a_row(first, last, language));
    first = last;
  }
  return joined(parts, language);
}

std::optional<Days> days_of(const Body& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  Days days{};
  for (std::size_t day = 0; day < days.size(); ++day)
    days[day] = std::string_view(value->get_string()).find(weekday_names[day]) != std::string_view::npos;
  return days;
}

/// Those of `these` that `others` has not.
Days without(Days these, const Days& others) {
  for (std::size_t day = 0; day < these.size(); ++day) these[day] = these[day] && !others[day];
  return these;
}

std::optional<std::string> working_days(const Body& body, const std::string& by, Language language) {
  const auto open = days_of(body, "open_weekdays");
  if (!open) return std::nullopt;
  constexpr InEach set{"The business works on these days from now on{}: {}.",
                       "A partir de ahora el negocio trabaja estos días{}: {}."};
  std::string words = fmt::format(fmt::runtime(set.in(language)), by, words_of(*open, language));
  const Days before = days_of(body, "before").value_or(*open);
  const auto add = [&](InEach what, const Days& days) {
    if (days != Days{}) words += fmt::format(" {}: {}.", what.in(language), words_of(days, language));
  };
  add({"New", "Nuevo"}, without(*open, before));
  add({"No more", "Ya no"}, without(before, *open));
  const auto* calls = body.if_contains("calls_on_closed_days");
  constexpr InEach go{" On closed days calls go out all the same.", " En los días cerrados se llama igual."};
  constexpr InEach none{" On closed days nobody is rung.", " En los días cerrados no se llama a nadie."};
  if (calls != nullptr) words += (*calls == "yes" ? go : none).in(language);
  return words;
}

/// Days in a row with the same times and as many people are one.
struct Span {
  StaffShift first;
  int last;

  bool goes_on_with(const StaffShift& next) const {
    StaffShift same = next;
    same.weekday = first.weekday;
    return next.weekday == last + 1 && same == first;
  }
};

std::vector<Span> spans_of(const boost::json::array& texts) {
  std::vector<Span> spans;
  for (const auto& text : texts) {
    const auto shifts = parse_staff_shifts(text.is_string() ? std::string_view(text.get_string()) : "");
    if (!shifts) continue;
    for (const StaffShift& shift : *shifts) {
      const auto longer = std::ranges::find_if(spans, [&](const Span& span) { return span.goes_on_with(shift); });
      if (longer == spans.end())
        spans.push_back({shift, shift.weekday});
      else
        longer->last = shift.weekday;
    }
  }
  return spans;
}

/// `Monday to Friday 08:00–17:00 (2)`.
std::string words_of(const Span& span, Language language) {
  const auto clock = [](minutes time) { return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60); };
  return fmt::format(
      "{} {}–{} ({})",
      days_in_a_row(static_cast<std::size_t>(span.first.weekday), static_cast<std::size_t>(span.last), language),
      clock(span.first.opens), clock(span.first.closes), span.first.agents);
}

std::optional<std::string> timetable(const Body& body, const std::string& by, Language language) {
  const auto* shifts = body.if_contains("shifts");
  if (shifts == nullptr || !shifts->is_array()) return std::nullopt;
  constexpr InEach set{"The timetable of who takes callbacks was set{}: ",
                       "Se fijó el horario de quienes atienden las llamadas devueltas{}: "};
  constexpr InEach nobody{"nobody at any time", "nadie a ninguna hora"};
  std::vector<std::string> parts;
  for (const Span& span : spans_of(shifts->get_array())) parts.push_back(words_of(span, language));
  constexpr InEach pace{" The pace or its limits were set too.", " También se fijó el ritmo o sus límites."};
  return fmt::format(fmt::runtime(set.in(language)), by)
      .append(parts.empty() ? nobody.in(language) : joined(parts, language))
      .append(".")
      .append(body.contains("pacing") ? pace.in(language) : "");
}

}  // namespace

std::optional<std::string> week_words(std::string_view code, const Body& body, const std::string& by,
                                      Language language) {
  if (code == "business_week_set") return working_days(body, by, language);
  if (code == "pacing_set") return timetable(body, by, language);
  return std::nullopt;
}

}  // namespace courtesy::api
