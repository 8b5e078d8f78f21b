// The phone network alone: whole calls in virtual time as fast as they go, and calls at once by the clock.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/bytes.h"
#include "base/virtual_time.h"
#include "benches.h"
#include "measure.h"
#include "phonenet/memory_client.h"
#include "phonenet/network.h"
#include "phonenet/webhooks/signature.h"
#include "phones_at_once.h"

namespace courtesy::bench {
namespace {

constexpr std::size_t calls = 100'000;
constexpr std::size_t a_second = 200;  ///< of virtual time: some 6,000 calls are open together
constexpr std::size_t kept = 10'000;
constexpr std::size_t checked_each = 1'000;
constexpr const char* account = "AC00000000000000000000000000000001";
constexpr const char* token = "token";
constexpr const char* ours = "+12025550100";

constexpr const char* opening =
    R"(<?xml version="1.0" encoding="UTF-8"?><Response><Gather numDigits="1" action="menu"><Say>This is a message from )"
    R"(the clinic. To hear it, press 1.</Say></Gather><Say>Please call us back.</Say></Response>)";
constexpr const char* menu =
    R"(<?xml version="1.0" encoding="UTF-8"?><Response><Gather numDigits="1" action="done"><Say>You have an appointment )"
    R"(on Thursday at 2. To confirm, press 1. To cancel, press 2.</Say></Gather></Response>)";
constexpr const char* done =
    R"(<?xml version="1.0" encoding="UTF-8"?><Response><Say>Thank you.</Say><Hangup/></Response>)";

/// Answers by path; what it was asked is counted, and of every thousandth request the signature is checked.
class Application final : public http::Handler {
 public:
  struct Page {
    std::string path;
    http::Response answer;
    std::size_t asked = 0;
  };

  void handle(http::Request request, http::Respond respond) override {
    for (Page& page : pages) {
      if (request.url != page.path) continue;
      ++page.asked;
      if (++asked_ % checked_each == 0) check(request);
      return respond(page.answer);
    }
    respond(http::text_response(404, "no such page"));
  }

  std::array<Page, 4> pages{{{"/start", http::xml_response(opening)},
                             {"/menu", http::xml_response(menu)},
                             {"/done", http::xml_response(done)},
                             {"/status", http::Response{.status = 204}}}};
  std::size_t wrongly_signed = 0;

 private:
  void check(const http::Request& request) {
    const auto fields = http::parse_form(request.body);
    const std::string signature = phonenet::sign(token, "http://app:8800" + request.url, *fields);
    if (request.header("X-Twilio-Signature") != signature) ++wrongly_signed;
  }

  std::size_t asked_ = 0;
};

http::Request order(std::size_t number) {
  const http::Fields fields{{"To", fmt::format("+1212{:07}", 2'000'000 + number)},
                            {"From", ours},
                            {"Url", "http://app:8800/start"},
                            {"StatusCallback", "http://app:8800/status"},
                            {"StatusCallbackEvent", "initiated"},
                            {"StatusCallbackEvent", "ringing"},
                            {"StatusCallbackEvent", "answered"},
                            {"StatusCallbackEvent", "completed"}};
  http::Request request{.method = "POST", .url = fmt::format("/2010-04-01/Accounts/{}/Calls.json", account)};
  request.headers = {{"Authorization", "Basic " + base64(fmt::format("{}:{}", account, token))},
                     {"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = http::encode_form(fields);
  return request;
}

struct Run {
  std::string what;
  std::size_t calls_kept;  ///< 0: all
  std::size_t journal_entries;
};

Faults full_calls(const Run& run) {
  VirtualTime time(parse_instant("2026-11-26T15:00:00Z").value());
  phonenet::MemoryClient client(time, time);
  Application application;
  client.connect("http://app:8800", &application);
  phonenet::Settings settings;
  settings.account_sid = account;
  settings.auth_token = token;
  settings.numbers = {{.number = ours, .voice_url = "", .sms_url = "", .sms_fallback_url = ""}};
  settings.calls_per_second = 0;
  settings.journal_entries = run.journal_entries;
  settings.finished_calls = run.calls_kept;
  phonenet::Network network(time, time, client, std::move(settings));

  forget_peak();
  const std::size_t before = resident_bytes();
  const Stopwatch watch;
  const WorkMeter work;
  std::size_t accepted = 0;
  std::size_t open = 0;
  for (std::size_t at = 0; at < calls; ++at) {
    network.handle(order(at), [&](const http::Response& answer) { accepted += answer.status == 201 ? 1 : 0; });
    if (at % a_second != a_second - 1) continue;
    time.run_until(time.now() + seconds(1));
    if (at + 1 == calls) open = network.open_calls();
  }
  while (time.step(time.now() + minutes(10))) {
  }
  const double taken = watch.seconds();
  const double worked = work.seconds();
  tell(run.what, per_second(calls, taken));
  tell("  processor time of a call", duration(worked / static_cast<double>(calls)));
  tell("  memory at its peak, above what it began with",
       fmt::format("{} MB; {} calls were open when the last came", (peak_bytes() - before) >> 20, open));

  Faults faults;
  const auto must = [&](std::string_view what, std::size_t is, std::size_t wanted) {
    if (is != wanted) faults.push_back(fmt::format("{}: {} instead of {}", what, is, wanted));
  };
  must("accepted", accepted, calls);
  for (const auto& page : application.pages) must(page.path, page.asked, page.path == "/status" ? 4 * calls : calls);
  must("keys", network.journal().count(phonenet::EntryKind::key), 2 * calls);
  must("ended", network.journal().count(phonenet::EntryKind::ended), calls);
  must("failed webhooks", network.journal().count(phonenet::EntryKind::webhook), 0);
  must("still open", network.open_calls(), 0);
  must("wrongly signed", application.wrongly_signed, 0);
  return faults;
}

}  // namespace

Faults phones(const std::string&) {
  fmt::print(
      "  {} calls in virtual time, {} a second of it: created over the API, answered, three webhooks, two keys, "
      "four status callbacks\n",
      calls, a_second);
  Faults faults;
  for (const Run& run : {Run{fmt::format("{} finished calls and as many journal entries are kept", kept), kept, kept},
                         Run{"everything is kept, and a million journal entries", 0, 1'000'000}}) {
    for (auto& fault : full_calls(run)) faults.push_back(std::move(fault));
  }
  for (auto& fault : phones_at_once()) faults.push_back(std::move(fault));
  return faults;
}

}  // namespace courtesy::bench
