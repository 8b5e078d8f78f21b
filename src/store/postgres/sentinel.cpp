#include "store/postgres/sentinel.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/whole_number.h"

namespace courtesy {
namespace {

/// With more of them the others look everywhere.
constexpr std::size_t most_named = 300;
constexpr std::string_view channel = "'courtesy ' || current_schema()";

using SteadyTime = std::chrono::steady_clock::time_point;

std::string named(const std::set<AccountId>& accounts) {
  std::string text;
  if (accounts.size() > most_named) return text;
  for (const AccountId account : accounts) text += fmt::format("{}{}", text.empty() ? "" : ",", account.value());
  return text;
}

std::vector<AccountId> accounts_of(std::string_view text) {
  std::vector<AccountId> accounts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const auto number = whole_number<std::int64_t>(text.substr(0, end));
    if (!number) return {};  // of another version: any
    accounts.emplace_back(*number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return accounts;
}

}  // namespace

Sentinel::Sentinel(Parts parts)
    : parts_(std::move(parts)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), thread_([this] { watch_forever(); }) {}

Sentinel::~Sentinel() {
  closing_ = true;
  ::eventfd_write(wake_, 1);
  thread_.join();
  ::close(wake_);
}

void Sentinel::wrote(AccountId account) {
  {
    const std::lock_guard lock(mutex_);
    if (!untold_.insert(account).second) return;
  }
  ::eventfd_write(wake_, 1);
}

/// Makes the connection again where it was lost.
Result<void> Sentinel::ask(PostgresDb& db) {
  TRY(db.begin());
  Result<void> asked = parts_.still_here(db);
  db.roll_back();
  return asked;
}

void Sentinel::watch_forever() {
  while (!closing_) {
    const auto db = PostgresDb::open({.url = parts_.url, .came_back = parts_.came_back});
    if (db && parts_.came_back(**db)) watch(**db);
    if (closing_) return;
    rest();
  }
}

/// Whatever is written meanwhile: a server that takes no connection is not asked for one without pause.
void Sentinel::rest() {
  const SteadyTime until = std::chrono::steady_clock::now() + asks_every;
  while (!closing_) {
    const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
    if (left <= milliseconds{0}) return;
    pollfd woken{wake_, POLLIN, 0};
    ::poll(&woken, 1, static_cast<int>(left.count()));
    eventfd_t ignored = 0;
    ::eventfd_read(wake_, &ignored);
  }
}

void Sentinel::watch(PostgresDb& db) {
  int listens = 0;  // in which of the connection's lives
  SteadyTime told{};
  SteadyTime asked{};
  while (!closing_) {
    const SteadyTime now = std::chrono::steady_clock::now();
    if (now - asked >= asks_every || db.lives() != listens) {
      asked = now;
      if (!ask(db)) return;
      if (std::exchange(listens, db.lives()) != db.lives() && !db.listen(channel)) return;
    }
    bool waits = false;
    if (now - told >= told_every) {
      tell(db);
      told = now;
    } else {
      const std::lock_guard lock(mutex_);
      waits = !untold_.empty();
    }
    hear(db, waits ? told_every : milliseconds(asks_every));
  }
  tell(db);
}

void Sentinel::tell(PostgresDb& db) {
  std::set<AccountId> accounts;
  {
    const std::lock_guard lock(mutex_);
    accounts.swap(untold_);
  }
  if (accounts.empty()) return;
  (void)db.run(fmt::format("SELECT pg_notify({}, $1)::text", channel), {named(accounts)});
}

void Sentinel::hear(PostgresDb& db, milliseconds at_most) {
  const std::vector<std::string> heard = db.hear(wake_, at_most);
  eventfd_t ignored = 0;
  ::eventfd_read(wake_, &ignored);
  for (const std::string& text : heard) parts_.others_wrote(accounts_of(text));
}

}  // namespace courtesy
