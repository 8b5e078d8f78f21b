// A call whose every document, and whatever happens to it, is drawn from the input.
#include "twiml/executor.h"

#include <fuzzer/FuzzedDataProvider.h>

#include <string>
#include <variant>
#include <vector>

#include "fuzz.h"

using namespace courtesy;
using namespace courtesy::twiml;

namespace {

constexpr int most_events = 200;

class Call {
 public:
  Call(FuzzedDataProvider& input, CallFacts facts) : input_(input), executor_(std::move(facts)) {}

  void run() {
    obey(executor_.start());
    for (int i = 0; i < most_events && input_.remaining_bytes() > 0; ++i) {
      const bool ended = executor_.ended();
      auto commands = executor_.on(event());
      fuzz::must(!ended || commands.empty(), "nothing comes after the end");
      obey(std::move(commands));
    }
    obey(executor_.on(HungUp{}));
    fuzz::must(executor_.ended(), "who hangs up has hung up");
  }

 private:
  void obey(std::vector<Command> commands) {
    for (std::size_t i = 0; i < commands.size(); ++i) {
      std::visit([this](const auto& what) { note(what); }, commands[i]);
      fuzz::must(!std::holds_alternative<HangUp>(commands[i]) || i + 1 == commands.size(), "hanging up is the last");
    }
  }
  template <typename Known>
  void note(const Known& command) {
    if constexpr (requires { command.ticket; }) ticket_ = command.ticket;
    if constexpr (std::is_same_v<Known, Enqueue> || std::is_same_v<Known, Dial>) room_ = command.ticket;
    if constexpr (std::is_same_v<Known, SetTimer>) fuzz::must(command.after >= milliseconds{0}, "time goes on");
    if constexpr (std::is_same_v<Known, Warn>) fuzz::must(command.code >= 11000, "a warning has its code");
  }

  Page page() {
    static constexpr const char* types[] = {"text/xml", "application/xml; charset=utf-8", "text/plain", "audio/wav",
                                            ""};
    Page page{.url = "http://app/voice"};
    if (input_.ConsumeBool()) page.status = input_.ConsumeIntegralInRange(100, 599);
    page.content_type = types[input_.ConsumeIntegralInRange<std::size_t>(0, 9) % 5];
    page.body = input_.ConsumeRandomLengthString(70'000);
    return page;
  }

  Event event() {
    switch (input_.ConsumeIntegralInRange(0, 17)) {
      case 0:
      case 1:
      case 2: return Fetched{ticket_, page()};
      case 3: return Fetched{ticket_, FetchFailed{11200, "gone"}};
      case 4:
      case 5: return AudioEnded{ticket_};
      case 6: return AudioFailed{ticket_, 13420, "no sound"};
      case 7: return Recorded{ticket_, input_.ConsumeBool(), "RE1", "http://net/RE1", 4, input_.ConsumeBool()};
      case 8: return DialEnded{room_, static_cast<DialEnded::Status>(input_.ConsumeIntegralInRange(0, 5)), "CA2", 7};
      case 9: return Waits{room_};
      case 10: return Connected{room_};
      case 11: return QueueLeft{room_, static_cast<QueueLeft::Result>(input_.ConsumeIntegralInRange(0, 4)), "QU1", 3};
      case 12: return TextSent{ticket_, input_.ConsumeBool() ? "SM1" : ""};
      case 13: return SpeechBegan{};
      case 14: return Heard{input_.ConsumeRandomLengthString(100), 0.5};
      case 15: return TimerFired{ticket_};
      case 16:
        return Redirected{.url = input_.ConsumeBool() ? "http://app/else" : "",
                          .document = input_.ConsumeRandomLengthString(4'000)};
      default: return Digit{"0123456789#*"[input_.ConsumeIntegralInRange(0, 11)]};
    }
  }

  FuzzedDataProvider& input_;
  Executor executor_;
  Ticket ticket_ = 0;
  Ticket room_ = 0;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FuzzedDataProvider input(data, size);
  CallFacts facts;
  facts.answered = input.ConsumeBool();
  if (input.ConsumeBool()) facts.fallback_url = "http://app/fallback";
  if (input.ConsumeBool()) {
    facts.url = "http://app/voice";
  } else {
    facts.document = input.ConsumeRandomLengthString(4'000);
  }
  Call(input, std::move(facts)).run();
  return 0;
}
