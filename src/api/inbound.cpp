#include "api/inbound.h"

#include <boost/json.hpp>

#include "api/event_list.h"
#include "api/lines.h"
#include "api/pushed_facts.h"
#include "api/staff_tasks.h"
#include "api/task_codes.h"
#include "base/whole_number.h"

namespace courtesy::api {
namespace {

Error none() { return {ErrorCode::not_found, "no such address"}; }

bool is(const Path& path, std::initializer_list<std::string_view> words) {
  return std::equal(path.begin(), path.end(), words.begin(), words.end(),
                    [](std::string_view piece, std::string_view word) { return word == "*" || piece == word; });
}

Result<std::int64_t> id_of(std::string_view text) {
  const auto id = whole_number<std::int64_t>(text);
  if (!id) return none();
  return *id;
}

Result<std::int64_t> number_in(const http::Fields& query, std::string_view name, std::int64_t otherwise) {
  const auto text = http::field(query, name).value_or("");
  if (text.empty()) return otherwise;
  const auto value = whole_number<std::int64_t>(text);
  if (!value) return invalid("`" + std::string(name) + "` must be a whole number, not less than 0");
  return *value;
}

Result<int> limit_in(const http::Fields& query, int usual, int most) {
  return static_cast<int>(std::clamp<std::int64_t>(TRY(number_in(query, "limit", usual)), 1, most));
}

}  // namespace

Result<UnitQuestion> inbound_read(const Path& path, const http::Fields& query, const Settings& settings) {
  if (is(path, {"lines"})) return UnitQuestion([&settings](Unit& unit) { return lines_page(unit, settings); });
  if (is(path, {"calls"})) {
    const int limit = TRY(limit_in(query, 50, 200));
    return UnitQuestion([limit](Unit& unit) { return calls_page(unit, limit); });
  }
  if (is(path, {"tasks"})) {
    const bool done = http::field(query, "done").value_or("") == "true";
    const int limit = TRY(limit_in(query, 100, 500));
    return UnitQuestion([done, limit](Unit& unit) { return tasks_page(unit, done, limit); });
  }
  if (is(path, {"task-codes", "*"})) {
    const auto id = TRY(id_of(path[1]));
    return UnitQuestion([id](Unit& unit) { return task_code_state(unit, id); });
  }
  if (is(path, {"facts"})) return UnitQuestion(facts_page);
  if (is(path, {"flow-events"})) {
    const EventId after(TRY(number_in(query, "after", 0)));
    const int limit = TRY(limit_in(query, 100, 500));
    return UnitQuestion([after, limit](Unit& unit) { return events_page(unit, after, limit); });
  }
  if (is(path, {"flow-events", "target"})) return UnitQuestion(event_target);
  return none();
}

Result<UnitQuestion> inbound_change(bool post, const Path& path, const boost::json::object& body,
                                    const Settings& settings) {
  const auto with_body = [&body](auto change) {
    return UnitQuestion([body, change](Unit& unit) { return change(unit, body); });
  };
  const auto with_settings = [&body, &settings](auto change) {
    return UnitQuestion([body, &settings, change](Unit& unit) { return change(unit, body, settings); });
  };
  if (!post && is(path, {"lines"})) return with_settings(set_line);
  if (post && is(path, {"lines", "remove"})) return with_settings(remove_line);
  if (post && is(path, {"lines", "reopen"})) return with_settings(reopen_line);
  if (!post && is(path, {"lines", "allows"})) return with_settings(set_line_allows);
  if (post && is(path, {"tasks", "*", "done"})) {
    return UnitQuestion([id = TRY(id_of(path[1])), body](Unit& unit) { return task_done(unit, id, body); });
  }
  if (post && is(path, {"task-codes"})) return with_settings(make_task_code);
  if (!post && is(path, {"facts"})) return with_body(push_facts);
  if (post && is(path, {"facts", "remove"})) return with_body(remove_fact);
  if (post && is(path, {"flow-events", "replay"})) return with_body(replay_events);
  if (!post && is(path, {"flow-events", "target"})) return with_settings(set_event_target);
  if (post && is(path, {"flow-events", "key"})) return with_body(renew_event_key);
  return none();
}

}  // namespace courtesy::api
