// The dispatcher of production on a house's due reminders, until nothing is due any more.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iostream>

#include "dispatch/dispatcher.h"
#include "dispatch/fill.h"
#include "net/real_random.h"
#include "node.h"
#include "queue_commands.h"

namespace courtesy::bench {
namespace {

/// The most that may be set up, on a line that takes all of it at once.
const DispatchSettings as_fast_as_it_goes{
    .places_in_flight = 1'000, .calls_per_second = 100'000, .texts_per_second = 1, .emails_per_second = 1};
/// What is due later than that is not waited for.
constexpr seconds soon{60};
constexpr double quiet_seconds = 0.05;

/// Of this machine's steady clock: the same for all processes.
double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

bool nothing_is_due(Node& node) {
  bool nothing = false;
  node.read(AccountId{}, [&](Unit& unit) -> Result<void> {
    const EarliestWork earliest = TRY(unit.accounts().earliest_work());
    nothing = !earliest.due || *earliest.due > unit.now() + soon;
    return {};
  });
  return nothing;
}

/// Errors are told: a figure with errors behind it is none.
class TellingLog final : public Log {
 public:
  void write(LogLevel level, std::string_view event, std::initializer_list<Field> fields) override {
    if (level != LogLevel::error) return;
    fmt::print(stderr, "{}", event);
    for (const auto& [name, value] : fields) fmt::print(stderr, " {}={}", name, value);
    fmt::print(stderr, "\n");
  }
};

struct Leaving {
  double first = 0;           ///< by the steady clock
  std::vector<double> waits;  ///< seconds from due to leaving
};

std::string as_json(const WatchedStore& store, const Leaving& leaving, double began, double worked) {
  const double ended = steady_seconds() - store.since_last.seconds();
  const auto part = [&](double of) { return leaving.waits.empty() ? 0 : 1e3 * percentile(leaving.waits, of); };
  return fmt::format(R"({{"n":{},"began":{:.6f},"first":{:.6f},"ended":{:.6f},"cpu_s":{:.6f},"units":{},"refused":{},)"
                     R"("p50_ms":{:.2f},"p99_ms":{:.2f},"peak_mib":{:.1f}}})",
                     leaving.waits.size(), began, leaving.first, ended, store.worked - worked, store.written,
                     store.refused, part(0.5), part(0.99), static_cast<double>(peak_bytes()) / (1 << 20));
}

}  // namespace

void wait_to_begin() {
  fmt::print("ready\n");
  std::fflush(stdout);
  std::string line;
  std::getline(std::cin, line);
}

int drain(const std::string& where, const std::string& name, Instant now, double spread) {
  Node node(where, name, now);
  const flow::Library library = flow::Library::builtin().value();
  InstantGateway gateway;
  net::SystemRandom random;
  TellingLog log;
  Leaving leaving;
  gateway.leaves = [&](const InstantGateway::Sent& sent) {
    if (leaving.waits.empty()) leaving.first = steady_seconds();
    const Instant due = due_of(BusyHouse::index_of(sent.recipient), spread);
    leaving.waits.push_back(std::chrono::duration<double>(node.clock.now() - due).count());
  };
  std::optional<Dispatcher> dispatcher;
  dispatcher.emplace(Dispatcher::Parts{.loop = node.loop,
                                       .clock = node.clock,
                                       .store = *node.store,
                                       .gateways = {.call = &gateway},
                                       .fill = fill_from(library),
                                       .random = random,
                                       .log = log},
                     as_fast_as_it_goes);
  wait_to_begin();
  const double began = steady_seconds();
  const double worked = WorkMeter::used();
  dispatcher->start();
  Stopwatch asked;
  const auto is_quiet = [&] {
    return node.store->open == 0 && std::min(node.store->since_last.seconds(), asked.seconds()) > quiet_seconds;
  };
  do {
    node.run_until(is_quiet);
    asked = Stopwatch();
  } while (!nothing_is_due(node));
  fmt::print("{}\n", as_json(*node.store, leaving, began, worked));
  bool finished = false;
  dispatcher->finish([&] { finished = true; });
  node.run_until([&] { return finished; });
  return node.store->refused == 0 ? 0 : 1;
}

}  // namespace courtesy::bench
