#include "phonenet/api/control.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "phonenet/json.h"

namespace courtesy::phonenet {
namespace {

std::uint64_t number_of(const Parameters& parameters, std::string_view name, std::uint64_t otherwise) {
  const std::string text = parameters.get(name);
  std::uint64_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void append(std::string& array, std::string_view json) {
  if (array.size() > 1) array += ',';
  array += json;
}

std::string counts_of(const std::map<std::string_view, std::int64_t>& counts) {
  JsonObject json;
  for (const auto& [name, count] : counts) json.number(name, count);
  return json.take();
}

}  // namespace

std::string journal_page(const Office& office, const Parameters& parameters) {
  const auto& entries = office.journal.entries();
  const std::uint64_t after = number_of(parameters, "after", 0);
  const std::uint64_t limit = std::min<std::uint64_t>(number_of(parameters, "limit", 1'000), 10'000);
  const std::string sid = parameters.get("sid");
  const std::string number = parameters.get("number");
  const std::string what = parameters.get("what");
  // Numbers have no gaps, so the place of the first wanted entry is known.
  const std::uint64_t first = entries.empty() ? 0 : entries.front().number;
  std::string array = "[";
  std::uint64_t last = after;
  std::uint64_t count = 0;
  for (std::size_t i = after >= first ? after - first + 1 : 0; i < entries.size() && count < limit; ++i) {
    const Entry& entry = entries[i];
    last = entry.number;
    if (!sid.empty() && entry.sid != sid) continue;
    if (!number.empty() && entry.to != number && entry.from != number) continue;
    if (!what.empty() && to_string(entry.kind) != what) continue;
    append(array, to_json(entry));
    ++count;
  }
  JsonObject json;
  json.raw("entries", array + "]").number("last", static_cast<std::int64_t>(last));
  return json.take();
}

std::string calls_page(Office& office, const Parameters& parameters) {
  const std::uint64_t limit = std::min<std::uint64_t>(number_of(parameters, "limit", 1'000), 10'000);
  const bool open = parameters.get("open") == "true";
  std::string array = "[";
  std::uint64_t count = 0;
  const auto& all = office.calls.all();
  for (auto call = all.rbegin(); call != all.rend() && count < limit; ++call) {
    if (call->deleted || (open && is_final(call->status))) continue;
    JsonObject json;
    json.text("sid", call->sid).text("to", call->to).text("from", call->from).text("status", to_string(call->status));
    json.text("persona", call->caller ? call->caller->name : office.whoever_has(call->to).name);
    json.text("created", courtesy::to_string(call->created)).number("seconds", call->seconds_talked());
    append(array, json.take());
    ++count;
  }
  return JsonObject().raw("calls", array + "]").take();
}

std::string summary_page(Office& office) {
  std::map<std::string_view, std::int64_t> calls;
  std::map<std::string_view, std::int64_t> texts;
  for (const Call& call : office.calls.all()) ++calls[to_string(call.status)];
  for (std::size_t status = 0; status < office.forgotten.size(); ++status) {
    if (office.forgotten[status] > 0) calls[to_string(static_cast<CallStatus>(status))] += office.forgotten[status];
  }
  for (const Text& text : office.texts.all()) ++texts[to_string(text.status)];
  const auto count = [&](EntryKind kind) { return static_cast<std::int64_t>(office.journal.count(kind)); };
  JsonObject json;
  json.raw("calls", counts_of(calls)).raw("texts", counts_of(texts));
  json.raw("emails",
           counts_of({{"delivered", count(EntryKind::email_delivered)}, {"refused", count(EntryKind::email_refused)}}));
  json.number("rings", count(EntryKind::ring)).number("answers", count(EntryKind::answer));
  json.number("keys", count(EntryKind::key)).number("messages_left", count(EntryKind::message_left));
  json.number("failed_webhooks", count(EntryKind::webhook)).number("notices", count(EntryKind::notice));
  json.number("refused_requests", count(EntryKind::refused)).number("faults", count(EntryKind::fault));
  json.number("open_calls", static_cast<std::int64_t>(count_open_calls(office)));
  json.number("journal", static_cast<std::int64_t>(office.journal.written()));
  return json.take();
}

std::size_t count_open_calls(Office& office) {
  const auto& all = office.calls.all();
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [](const Call& call) { return !is_final(call.status); }));
}

std::string error_page(std::string_view what) { return JsonObject().text("error", what).take(); }
std::string sid_page(std::string_view sid) { return JsonObject().text("sid", sid).take(); }

}  // namespace courtesy::phonenet
