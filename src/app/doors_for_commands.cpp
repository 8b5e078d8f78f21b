#include "app/doors_for_commands.h"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <istream>
#include <ostream>

#include "access/password.h"
#include "app/house_files.h"
#include "app/house_store.h"
#include "base/bytes.h"
#include "net/real_random.h"

namespace courtesy::app {
namespace {

/// While it lives, a terminal does not show what is typed.
class Unseen {
 public:
  explicit Unseen(bool terminal) : terminal_(terminal && tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!terminal_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Unseen() {
    if (terminal_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  bool terminal_;
  termios before_{};
};

Result<std::string> line_of(Outside& outside, const char* prompt) {
  if (outside.in == nullptr) return Error{ErrorCode::unavailable, "a password cannot be typed here: say --link"};
  const bool terminal = outside.in == &std::cin && isatty(STDIN_FILENO) != 0;
  const Unseen unseen(terminal);
  outside.err << prompt << std::flush;
  std::string line;
  const bool read = static_cast<bool>(std::getline(*outside.in, line));
  if (terminal) outside.err << '\n';
  if (!read) return Error{ErrorCode::unavailable, "no password was typed: say --link for a link instead"};
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

Result<std::unique_ptr<Database>> open_doors(const std::string& database, Outside& outside, Missing missing) {
  net::SystemRandom random;
  StoreSettings settings;
  settings.environment = {.production = false, .allow_list = {}};
  settings.number_facts = [](const PhoneNumber&) {
    return NumberFacts{.country = {}, .kind = NumberKind::refused, .zones = {}};
  };
  if (missing == Missing::is_an_error && !TRY(shared_store()) && ::access(database.c_str(), F_OK) != 0)
    return Error{ErrorCode::not_found,
                 fmt::format("there is no database {0}; `courtesy setup --database {0}` makes one", database)};
  settings.suppression_key = TRY(house_key(database, random));
  return Database::open(database, outside.clock, missing, std::move(settings));
}

Result<std::string> typed_password(Outside& outside, const std::string& name, const std::string& email,
                                   const std::string& business) {
  std::string password = TRY(line_of(outside, "Password: "));
  const std::vector<std::string> context{"courtesy", name, email.substr(0, email.find('@')), business};
  TRY(access::check_password(password, context));
  if (TRY(line_of(outside, "Once more: ")) != password) return invalid("the two passwords differ");
  return password;
}

Result<std::string> hashed(const std::string& password, bool is_operator) {
  net::SystemRandom random;
  return access::hash_password(Secret<std::string>(password), sha256(random.token(32)).substr(0, access::salt_bytes),
                               is_operator ? access::operator_cost : access::staff_cost);
}

std::string printed_link(const std::string& url, const std::string& token) {
  std::string base = url;
  while (base.ends_with('/')) base.pop_back();
  return fmt::format("{}/#/welcome/{}", base, token);
}

std::string new_token() { return net::SystemRandom().token(32); }

}  // namespace courtesy::app
