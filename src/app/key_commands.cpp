#include "app/key_commands.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "api/team.h"
#include "app/doors_for_commands.h"
#include "app/told.h"
#include "app/which_account.h"
#include "base/json_text.h"
#include "store/api_keys.h"

namespace courtesy::app {
namespace {

class KeyMakeCommand final : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.text("--name NAME", key_.name, "what it is for: \"booking desk\"", Need::required);
    options.text("--kind KIND", kind_,
                 "test (contacts nobody), guest (those on the allow list) or live (default: test)");
    options.text("--role ROLE", role_, "owner, staff or viewer (default: staff)");
    options.number("--days N", days_, "how long it is good, 1 to 3650 (default: until it is revoked)");
    told_.declare(options);
  }

  Result<void> check() override {
    const auto kind = access::parse_key_kind(kind_);
    const auto role = access::parse_role(role_);
    if (!kind) return invalid("--kind must be test, guest or live");
    if (!role) return invalid("--role must be owner, staff or viewer");
    if (days_ < 0 || days_ > 3'650) return invalid("--days must be 1 to 3650");
    key_.kind = *kind;
    key_.role = *role;
    key_.made_by = "the server";
    return {};
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(open_doors(where_.database, outside, Missing::is_an_error));
    const AccountId account = TRY(database->account(where_.account));
    const Secret<std::string> text = access::make_key(key_.kind, new_token());
    std::int64_t made = 0;
    TRY(database->write(account, [&](Unit& unit) -> Result<void> {
      if (days_ > 0) key_.ends_at = unit.now() + hours{24} * days_;
      made = TRY(ApiKeys(unit).add(key_, text)).id;
      return {};
    }));
    if (!told_.as_json) outside.err << "It is shown this once:\n";
    told_.tell(outside, {{"key", made}, {"text", text.reveal()}, {"kind", kind_}, {"role", role_}},
               text.reveal() + "\n");
    return 0;
  }

 private:
  WhichAccount where_;
  ApiKey key_;
  std::string kind_ = "test";
  std::string role_ = "staff";
  std::int64_t days_ = 0;
  Told told_;
};

class KeyListCommand final : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.flag("--json", json_, "as one JSON object: `keys`, each as GET /v1/keys has it");
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(open_doors(where_.database, outside, Missing::is_an_error));
    std::vector<ApiKey> keys;
    TRY(database->read(TRY(database->account(where_.account)), [&](Unit& unit) -> Result<void> {
      keys = TRY(ApiKeys(unit).list());
      while (!keys.empty() && keys.size() % keys_a_page == 0) {
        const auto older = TRY(ApiKeys(unit).list(keys.back().id));
        if (older.empty()) break;
        keys.insert(keys.end(), older.begin(), older.end());
      }
      return {};
    }));
    if (json_) {
      boost::json::array all;
      for (const auto& key : keys) all.push_back(api::key_json(key));
      outside.out << json_text(boost::json::object{{"keys", std::move(all)}}) << '\n';
      return 0;
    }
    for (const auto& key : keys) {
      outside.out << fmt::format("{}  {}...  {}  {}  {}  {}\n", key.id, key.prefix, access::to_string(key.role),
                                 key.name, key.used_at ? "used " + to_string(*key.used_at) : "never used",
                                 key.revoked_at ? "revoked " + to_string(*key.revoked_at) : "good");
    }
    if (keys.empty()) outside.out << "No keys: `courtesy key make` makes one.\n";
    return 0;
  }

 private:
  WhichAccount where_;
  bool json_ = false;
};

class KeyRevokeCommand final : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.number("--key N", key_, "which, as `courtesy key list` numbers them", Need::required);
    options.text("--who NAME", who_, "who revokes it", Need::required);
    told_.declare(options);
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(open_doors(where_.database, outside, Missing::is_an_error));
    TRY(database->write(TRY(database->account(where_.account)),
                        [&](Unit& unit) { return ApiKeys(unit).revoke(key_, who_); }));
    told_.tell(outside, {{"key", key_}, {"revoked", true}}, fmt::format("Key {} is good no more.\n", key_));
    return 0;
  }

 private:
  WhichAccount where_;
  std::int64_t key_ = 0;
  std::string who_;
  Told told_;
};

}  // namespace

std::unique_ptr<Command> make_key_make_command() { return std::make_unique<KeyMakeCommand>(); }
std::unique_ptr<Command> make_key_list_command() { return std::make_unique<KeyListCommand>(); }
std::unique_ptr<Command> make_key_revoke_command() { return std::make_unique<KeyRevokeCommand>(); }

}  // namespace courtesy::app
