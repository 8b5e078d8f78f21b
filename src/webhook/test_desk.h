// A house with a door for Twilio's requests about a call that comes in: each one signed, and the next one's address
// taken from the document before it.
#pragma once

#include "store/appointment_codes.h"
#include "store/event_book.h"
#include "store/fact_book.h"
#include "store/lines.h"
#include "store/sessions.h"
#include "store/sqlite/long_past.h"
#include "store/staff_tasks.h"
#include "store/task_codes.h"
#include "twiml/document.h"
#include "webhook/hooks.h"
#include "webhook/test_call.h"

namespace courtesy {

struct InboundDesk : TestHouse {
  static constexpr const char* public_url = "https://courtesy.example";
  static constexpr const char* recordings_url = "https://api.example/Recordings/";
  static constexpr const char* line = "+12125550199";

  InboundDesk() {
    import({booked("a", "2026-05-14T14:00")});
    hooks.emplace(Hooks::Parts{.store = *store,
                               .flows = library,
                               .log = log,
                               .public_url = public_url,
                               .keys = {Secret<std::string>("key")},
                               .changed = [] {},
                               .recordings_url = recordings_url});
  }

  void answer_with(const std::string& flow) {
    write([flow](Unit& unit) { return Lines(unit).set(line, flow, "test"); });
  }

  http::Response post(const std::string& path, const http::Fields& form, const std::string& key = "key") {
    return answer_to(twilio::signed_request(public_url, path, form, key), *hooks, time);
  }
  http::Fields fields(const std::string& status, http::Fields more = {}) {
    http::Fields all{
        {"CallSid", call_sid}, {"CallStatus", status}, {"From", caller}, {"To", line}, {"Direction", "inbound"}};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  http::Response ring() { return heard(post("/twilio/call/incoming", fields("ringing"))); }
  /// Another call, perhaps of another caller.
  http::Response ring_anew(const std::string& from) {
    call_sid = "CA" + std::string(31, '0') + std::to_string(++calls_);
    caller = from;
    return ring();
  }
  http::Response press(const std::string& keys) { return step("keys", {{"Digits", keys}}); }
  /// Without an action the request goes where the document's Redirect says.
  http::Response wait() { return step("silence", {}); }
  http::Response played() { return step("played", {}); }
  http::Response record(int length, const std::string& status = "in-progress") {
    return step("recorded",
                {{"RecordingSid", recording_sid},
                 {"RecordingUrl", "https://evil.example/x"},
                 {"RecordingDuration", std::to_string(length)},
                 {"Digits", status == "completed" ? "hangup" : "#"}},
                status);
  }
  http::Response dialled(const std::string& how) { return step("dialled", {{"DialCallStatus", how}}); }
  http::Response step(const std::string& path, http::Fields more, const std::string& status = "in-progress") {
    last_path = next_path(path);
    last_fields = fields(status, std::move(more));
    return heard(post(last_path, last_fields));
  }
  /// The last request once more.
  http::Response again() { return post(last_path, last_fields); }
  http::Response hang_up() {
    return post("/twilio/call/incoming/status", fields("completed", {{"CallDuration", "12"}}));
  }

  std::string code_of(std::int64_t appointment) {
    return read<std::string>(
        [&](Unit& unit) -> Result<std::string> { return appointment_code(unit, AppointmentId(appointment)); });
  }
  Appointment appointment(std::int64_t id) {
    return read<Appointment>([&](Unit& unit) { return unit.appointments().get(AppointmentId(id)); });
  }
  /// The newest first.
  std::vector<Session> sessions() {
    return read<std::vector<Session>>([](Unit& unit) { return Sessions(unit).latest(100); });
  }
  std::string task_code(CodePurpose purpose, const std::string& subject) {
    std::string code;
    write([&](Unit& unit) -> Result<void> {
      code = TRY(TaskCodes(unit).make(purpose, subject, "Kim")).code.reveal();
      return {};
    });
    return code;
  }
  /// For a day.
  void push(const std::string& name, const std::string& key, const std::string& words, const std::string& pin = {}) {
    write([&](Unit& unit) {
      PushedFact fact{.name = name, .key = key, .words = {{"en", words}}, .expires_at = unit.now() + hours{24}};
      if (!pin.empty()) fact.pin = Secret<std::string>(pin);
      return FactBook(unit).put(fact);
    });
  }
  std::vector<StoredEvent> events() {
    return read<std::vector<StoredEvent>>([](Unit& unit) { return EventBook(unit).list(EventId{}, 100); });
  }
  std::vector<StaffTaskRow> tasks() {
    return read<StaffTasks::Page>([](Unit& unit) { return StaffTasks(unit).list({.limit = 1000}); }).tasks;
  }

  flow::Library library = flow::Library::builtin().value();
  QuietLog log;
  std::optional<Hooks> hooks;
  std::string call_sid = "CA00000000000000000000000000000001";
  std::string caller = "+12125550123";
  std::string recording_sid = "RE00000000000000000000000000000001";
  std::string document;
  std::string last_path;
  http::Fields last_fields;

 private:
  http::Response heard(http::Response response) {
    document = response.body;
    return response;
  }
  /// The path in the document that ends so.
  std::string next_path(const std::string& path) const {
    const std::size_t end = document.find("/" + path);
    INVARIANT(end != std::string::npos);
    const std::size_t begin = document.rfind(public_url, end) + std::string_view(public_url).size();
    return document.substr(begin, end - begin + 1 + path.size());
  }
  int calls_ = 1;
};

}  // namespace courtesy
