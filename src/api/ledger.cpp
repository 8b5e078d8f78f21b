#include <boost/json.hpp>

#include "api/answer.h"
#include "api/ledger_line.h"
#include "api/maybe.h"
#include "api/pages.h"
#include "api/words.h"
#include "interlock/decision.h"
#include "store/accounts.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

boost::json::object line_json(const LedgerRow& row, const std::string& client, const std::string& text) {
  boost::json::object line = ledger_line(row);
  line["name"] = maybe(client);
  line["channel"] = maybe(row.channel);
  line["reason"] = reason_of(row);
  line["text"] = text;
  return line;
}

std::string text_at(const boost::json::object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string{};
}

/// A form, a field a line; anything else as it is.
std::string form_lines(const std::string& body) {
  const auto fields = http::parse_form(body);
  if (!fields || fields->empty() || body.find('=') == std::string::npos || body.find('<') != std::string::npos)
    return body;
  std::string lines;
  for (const auto& [name, value] : *fields) lines.append(name).append(": ").append(value).append("\n");
  return lines;
}

/// A JSON object, a field a line, with objects within indented.
void fields(const boost::json::object& object, const std::string& indent, std::string& out) {
  for (const auto& [name, value] : object) {
    out.append(indent).append(name).append(": ");
    if (value.is_object()) {
      out.append("\n");
      fields(value.as_object(), indent + "  ", out);
      continue;
    }
    out.append(value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value)).append("\n");
  }
}

boost::json::object piece(std::string_view title, std::string_view text) { return {{"title", title}, {"text", text}}; }

InEach title_of(const LedgerRow& row) {
  if (row.kind == to_string(LedgerKind::sent)) return {"Answer", "Respuesta"};
  if (row.kind == to_string(LedgerKind::callback)) return {"Callback", "Aviso del proveedor"};
  if (row.kind == to_string(LedgerKind::spoken)) return {"Played", "Lo que sonó"};
  return {"Details", "Detalles"};
}

/// An instant; or a date of the account's zone: its beginning, `days_later` days on.
Result<Instant> time_of(Unit& unit, std::string_view name, const std::string& text, int days_later) {
  if (const auto instant = parse_instant(text)) return *instant;
  const auto date = parse_date(text);
  if (!date) {
    return invalid("`" + std::string(name) + "` must be a date like 2026-05-12, or a time like 2026-05-12T14:00:00Z");
  }
  const Zone zone = TRY(Zone::find(TRY(unit.accounts().get()).zone));
  return zone.resolve(LocalTime(*date + std::chrono::days{days_later})).instant;
}

}  // namespace

boost::json::array readable_bodies(const LedgerRow& row, Language language) {
  if (row.body.empty()) return {};
  boost::json::error_code error;
  const auto fields_of = body_for(Reader::staff, row.body);
  if (!fields_of) return {piece(title_of(row).in(language), row.body)};
  const boost::json::value value = boost::json::parse(*fields_of, error);
  if (error || !value.is_object()) return {piece(title_of(row).in(language), row.body)};
  const auto& body = value.as_object();
  if (body.contains("method") && body.contains("url")) {
    return {piece(InEach("Request", "Petición").in(language),
                  text_at(body, "method") + " " + text_at(body, "url") + "\n\n" + form_lines(text_at(body, "body")))};
  }
  std::string lines;
  fields(body, "", lines);
  return {piece(title_of(row).in(language), lines)};
}

Result<LedgerFound> find_in_ledger(Unit& unit, const LedgerQuery& query) {
  LedgerSearch search = query.search;
  if (!query.from.empty()) search.from = TRY(time_of(unit, "from", query.from, 0));
  if (!query.to.empty()) search.to = TRY(time_of(unit, "to", query.to, 1));
  return search_ledger(unit, search);
}

Result<boost::json::object> ledger(Unit& unit, const LedgerQuery& query) {
  LedgerFound found = TRY(find_in_ledger(unit, query));
  TRY(add_bodies(unit, found.lines));  // a sentence needs its body
  boost::json::array entries;
  for (const auto& line : found.lines) {
    boost::json::object entry = line_json(line.row, line.client, sentence(line.row, unit.language()).text);
    entry["bodies"] = line.has_body;
    entries.push_back(std::move(entry));
  }
  return boost::json::object{{"entries", std::move(entries)}, {"before", maybe(found.before)}};
}

Result<boost::json::object> ledger_entry(Unit& unit, std::int64_t seq) {
  const LedgerRow row = TRY(Views(unit).ledger_row(seq));
  boost::json::object entry =
      line_json(row, TRY(Views(unit).client_name(row.appointment)), sentence(row, unit.language()).text);
  entry["bodies"] = readable_bodies(row, unit.language());
  return entry;
}

}  // namespace courtesy::api
