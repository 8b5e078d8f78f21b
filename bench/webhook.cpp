// Steps of calls, signed as Twilio signs them: checked, decided, committed, answered.
#include <fmt/format.h>

#include "benches.h"
#include "gateway/twilio/signature.h"
#include "house.h"
#include "webhook/hooks.h"

namespace courtesy::bench {
namespace {

constexpr const char* public_url = "https://courtesy.example";
constexpr int weeks_of_history = 8;
constexpr int calls = 500;

http::Request signed_request(const InstantGateway::Sent& sent, const std::string& what, http::Fields more) {
  const std::string path = "/twilio/call/" + sent.token + "/" + what;
  http::Fields fields{{"CallSid", sent.provider_id},
                      {"CallStatus", "in-progress"},
                      {"From", "+12125550199"},
                      {"To", sent.recipient},
                      {"Direction", "outbound-api"}};
  fields.insert(fields.end(), more.begin(), more.end());
  http::Request request{.method = "POST", .url = path, .headers = {}, .body = http::encode_form(fields)};
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                     {"X-Twilio-Signature", twilio::sign(Secret<std::string>("key"), public_url + path, fields)}};
  return request;
}

/// The answer and the first key of every call, `at_once` requests waiting together.
Faults measure(const std::string& where, const std::string& path, std::size_t at_once) {
  BusyHouse house(path, 1, calls);
  // So many calls at one moment are what this account does every week.
  house.add_history(weeks_of_history);
  house.fall_due();
  house.send_all(calls);
  QuietLog log;
  Hooks hooks({.store = *house.store,
               .flows = house.library,
               .log = log,
               .public_url = public_url,
               .keys = {Secret<std::string>("key")},
               .changed = [] {}});
  std::vector<http::Request> requests;
  for (const auto& sent : house.gateway.sent) requests.push_back(signed_request(sent, "answer", {}));
  for (const auto& sent : house.gateway.sent) requests.push_back(signed_request(sent, "1/keys", {{"Digits", "1"}}));

  std::vector<double> steps;
  std::size_t documents = 0;
  const Stopwatch watch;
  for (std::size_t at = 0; at < requests.size(); at += at_once) {
    for (std::size_t i = at; i < std::min(at + at_once, requests.size()); ++i) {
      hooks.handle(std::move(requests[i]), [&, asked = Stopwatch()](const http::Response& response) {
        steps.push_back(asked.seconds());
        documents += response.status == 200 && response.body.find("<Gather") != std::string::npos ? 1 : 0;
      });
    }
    house.time.run_until(house.time.now());
  }
  const double seconds = watch.seconds();
  Faults faults(house.errors.begin(), house.errors.end());
  if (documents != 2 * calls) faults.push_back(fmt::format("{} of {} steps asked for a key", documents, 2 * calls));
  if (steps.empty()) return faults;
  tell(fmt::format("{}, {} at once", where, at_once), per_second(steps.size(), seconds) + ", p50 " +
                                                          duration(percentile(steps, 0.5)) + ", p99 " +
                                                          duration(percentile(steps, 0.99)));
  return faults;
}

}  // namespace

Faults webhook(const std::string& folder) {
  Faults faults;
  fmt::print("  {} calls, two signed steps each\n", calls);
  for (const std::size_t at_once : {1, 20}) {
    for (const bool in_file : {false, true}) {
      const std::string path = in_file ? fresh_file(folder, "webhook.db") : ":memory:";
      const Faults its = measure(in_file ? "database in a file" : "database in memory", path, at_once);
      faults.insert(faults.end(), its.begin(), its.end());
    }
  }
  return faults;
}

}  // namespace courtesy::bench
