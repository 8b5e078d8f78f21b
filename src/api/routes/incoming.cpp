// What comes in by phone and text, and what it leaves: messages, lines, tasks, codes, facts, events of flows.
#include "api/event_list.h"
#include "api/inbox.h"
#include "api/lines.h"
#include "api/messages.h"
#include "api/pushed_facts.h"
#include "api/routes/table.h"
#include "api/routes/ways.h"
#include "api/staff_tasks.h"
#include "api/task_codes.h"

namespace courtesy::api {
namespace {

void get_messages(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [before = RecordingId(TRY(number_in(one, "before", 0)))](Unit& unit) { return messages(unit, before); });
  });
}

void get_inbox(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question(
        [before = std::string(http::field(one.query, "before").value_or("")),
         limit = TRY(limit_in(one, conversations_a_page, 100))](Unit& unit) { return inbox(unit, before, limit); });
  });
}

void get_exchange(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([number = TRY(id_in(one))](Unit& unit) { return exchange(unit, number); });
  });
}

void get_sound(Api& api, Call call, Respond respond) {
  const auto id = id_in(call);
  if (!id) return respond(problem(id.error()));
  api.tell_sound(call, RecordingId(*id), std::move(respond));
}

Result<Object> read_message(Unit& unit, std::int64_t id, const Object& body) {
  return mark_message(unit, RecordingId(id), body);
}
Result<Object> throw_message(Unit& unit, std::int64_t id, const Object& body) {
  return discard_message(unit, RecordingId(id), body);
}

void get_lines(Api& api, Call call, Respond respond) { api.ask(call, lines_page, std::move(respond)); }

void get_calls(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([before = SessionId(TRY(number_in(one, "before", 0))),
                          limit = TRY(limit_in(one, 50, 200))](Unit& unit) { return calls_page(unit, before, limit); });
  });
}

void get_tasks(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    const StaffTasks::Query query{.done = TRY(flag_in(one, "done")),
                                  .after = TRY(number_in(one, "after", 0)),
                                  .limit = TRY(limit_in(one, 100, 500))};
    return Api::Question([query](Unit& unit) { return tasks_page(unit, query); });
  });
}

void get_task_code(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    return Api::Question([id = TRY(id_in(one))](Unit& unit) { return task_code_state(unit, id); });
  });
}

void get_flow_events(Api& api, Call call, Respond respond) {
  asks(api, std::move(call), std::move(respond), [](const Call& one) -> Result<Api::Question> {
    const auto state = http::field(one.query, "state").value_or("");
    if (!state.empty() && state != "undelivered") return invalid("`state` is `undelivered`, or left out");
    if (http::field(one.query, "before")) {
      if (http::field(one.query, "after")) return invalid("`after` and `before` do not go together");
      return Api::Question([before = EventId(TRY(number_in(one, "before", 0))), undelivered = !state.empty(),
                            limit = TRY(limit_in(one, 50, 500))](Unit& unit) {
        return newest_events(unit, before, undelivered, limit);
      });
    }
    if (!state.empty()) return invalid("`state` belongs to `before`: 0 begins with the newest");
    const EventId after(TRY(number_in(one, "after", 0)));
    return Api::Question(
        [after, limit = TRY(limit_in(one, 100, 500))](Unit& unit) { return events_page(unit, after, limit); });
  });
}

constexpr std::array table{
    // Calls that come in
    Route{"GET", "/lines", Capability::see, nobody, none, "", "", get_lines},
    Route{"PUT", "/lines", Capability::set_up, nobody, json_body, "number flow",
          R"({"number":"+12125550198","flow":"missed-call"})", change_with<set_line>},
    Route{"POST", "/lines/remove", Capability::set_up, nobody, json_body, "number", R"({"number":"+12125550198"})",
          change_with<remove_line>},
    Route{"POST", "/lines/reopen", Capability::set_up, nobody, json_body, "number why",
          R"({"number":"+12125550198","why":"a class tried it"})", change_with<reopen_line>},
    Route{"PUT", "/lines/allows", Capability::set_up, clients, json_body,
          "put_through return_missed cancel_notice_minutes", R"({"cancel_notice_minutes":60})",
          change_with<set_line_allows>},
    Route{"GET", "/calls", Capability::see, nobody, none, "before limit", "limit=5", get_calls},
    Route{"GET", "/tasks", Capability::see, nobody, none, "done after limit", "done=true", get_tasks},
    Route{"POST", "/tasks/{task}/done", Capability::work, nobody, json_body, "", "{}", change_of<task_done>},
    Route{"POST", "/task-codes", Capability::work, nobody, json_body, "purpose subject",
          R"({"purpose":"client","subject":1})", change_with<make_task_code>},
    Route{"GET", "/task-codes/{code}", Capability::see, nobody, none, "", "", get_task_code},
    Route{"GET", "/facts", Capability::see, nobody, none, "", "", page<facts_page>},
    Route{"PUT", "/facts", Capability::work, nobody, json_body, "facts", R"({"facts":[]})", change<push_facts>, true,
          true},
    Route{"POST", "/facts/remove", Capability::work, nobody, json_body, "name key appointment",
          R"({"name":"order_status","key":"4711"})", change<remove_fact>, true, true},
    Route{"GET", "/flow-events", Capability::see, nobody, none, "after before state limit", "limit=5", get_flow_events},
    Route{"POST", "/flow-events/replay", Capability::set_up, nobody, json_body, "event undelivered_after",
          R"({"undelivered_after":0})", change<replay_events>},
    Route{"GET", "/flow-events/target", Capability::set_up, nobody, none, "", "", page<event_target>},
    Route{"PUT", "/flow-events/target", Capability::set_up, nobody, json_body, "url",
          R"({"url":"https://app.example/hook"})", change_with<set_event_target>},
    Route{"POST", "/flow-events/key", Capability::set_up, nobody, json_body, "", "{}", change<renew_event_key>},

    // Messages and texts
    Route{"GET", "/messages", Capability::see, nobody, none, "before", "", get_messages},
    Route{"GET", "/messages/{message}/sound", Capability::see, nobody, none, "", "", get_sound},
    Route{"POST", "/messages/{message}/read", Capability::work, nobody, json_body, "read", R"({"read":true})",
          change_of<read_message>},
    Route{"POST", "/messages/{message}/discard", Capability::work, nobody, json_body, "", "{}",
          change_of<throw_message>},
    Route{"GET", "/inbox", Capability::see, nobody, none, "before limit", "", get_inbox},
    Route{"GET", "/inbox/{number}", Capability::see, nobody, none, "", "", get_exchange},
    Route{"POST", "/inbox/{number}/read", Capability::work, nobody, json_body, "read", R"({"read":true})",
          change_of<mark_exchange>},
};

}  // namespace

std::span<const Route> incoming_routes() { return table; }

}  // namespace courtesy::api
