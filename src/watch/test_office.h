// A house that is watched, with a gateway and a mail server that work: for tests of the watch.
#pragma once

#include <memory>

#include "flow/builtin.h"
#include "gateway/fake_gateway.h"
#include "gateway/scripted_mail.h"
#include "gateway/twilio/test_signed_request.h"
#include "store/sqlite/test_house.h"
#include "watch/watch.h"

namespace courtesy {

struct WatchedHouse : TestHouse {
  WatchedHouse() {
    settings.environment.allow_list.insert("kim@ops.example");
    watch_settings.pager.operators = {{"Kim", "+12125550150", "kim@ops.example"}, {"Lou", "+12125550151", ""}};
    watch_settings.pager.from = "+12125550190";
    watch_settings.pager.email_from = "pager@ops.example";
    watch_settings.pager.public_url = url;
    for (int i = 0; i < 100; ++i) mail.answer({.ending = mail::Ending::accepted, .code = 250, .detail = {}});
  }
  ~WatchedHouse() {
    store.reset();  // as a process that dies: no ending is told any more
  }

  /// A life of the node; the one before it dies.
  void open() {
    const auto page_flow = flow::load_builtin("operator-page");
    if (!page_flow) throw std::runtime_error(page_flow.error().message);
    watch.reset();
    pager.reset();
    if (store) store.reset();
    store.emplace(time, time, *db, settings);
    begin_life();
    pager = std::make_unique<Pager>(Pager::Parts{.clock = time,
                                                 .store = *store,
                                                 .flow = *page_flow,
                                                 .phone = &gateway,
                                                 .mail = &mail,
                                                 .keys = {Secret<std::string>("key")},
                                                 .signed_url = url,
                                                 .random = random,
                                                 .log = log},
                                    watch_settings.pager);
    watch = std::make_unique<Watch>(Watch::Parts{.loop = time,
                                                 .clock = time,
                                                 .store = *store,
                                                 .log = log,
                                                 .pager = paged ? pager.get() : nullptr,
                                                 .environment = settings.environment},
                                    watch_settings);
    watch->expect("dispatcher");
    watch->start();
  }

  /// Runs on, while the dispatcher beats each half minute, or does not.
  void pass(minutes length, bool beating = true) {
    const Instant end = time.now() + length;
    while (time.now() < end) {
      if (beating) watch->beat("dispatcher");
      time.run_until(time.now() + seconds{30});
    }
  }

  http::Response ask(const std::string& method, const std::string& path, http::Fields fields = {},
                     const std::string& key = "key") {
    http::Request request = method == "POST" ? twilio::signed_request(url, path, fields, key)
                                             : http::Request{.method = method, .url = path};
    std::optional<http::Response> answer;
    if (!watch->takes(request)) return http::text_response(404, "not the watch's");
    watch->handle(std::move(request), [&](http::Response response) { answer = std::move(response); });
    while (!answer) INVARIANT(time.step(time.now()));
    return *answer;
  }
  /// A request about the call with that token.
  http::Response call(const std::string& token, const std::string& what, const std::string& digits = {},
                      const std::string& status = "in-progress") {
    http::Fields fields{{"CallSid", "CA00000000000000000000000000000001"},
                        {"From", "+12125550190"},
                        {"To", "+12125550150"},
                        {"CallStatus", status},
                        {"Direction", "outbound-api"}};
    if (!digits.empty()) fields.emplace_back("Digits", digits);
    return ask("POST", "/twilio/call/" + token + "/" + what, std::move(fields));
  }
  http::Response text_in(const std::string& from, const std::string& body) {
    return ask(
        "POST", "/twilio/text/incoming",
        {{"MessageSid", "SM00000000000000000000000000000001"}, {"From", from}, {"To", "+12125550190"}, {"Body", body}});
  }
  std::size_t rings() const { return gateway.contacts().size() + mail.messages().size(); }
  std::size_t open_pages() {
    return read<std::vector<Page>>([](Unit& unit) { return Pages(unit).unacknowledged(); }, AccountId{}).size();
  }

  static constexpr const char* url = "https://reminders.example.org";
  SeededRandom random{1};
  QuietLog log;
  FakeGateway gateway{time};
  ScriptedMail mail;
  WatchSettings watch_settings;
  bool paged = true;  // before open()
  std::unique_ptr<Pager> pager;
  std::unique_ptr<Watch> watch;
};

}  // namespace courtesy
