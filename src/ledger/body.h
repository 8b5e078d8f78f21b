// What is kept of one event beside its row, field by field, each with its privacy: nothing has to be searched for and
// replaced afterwards, since what is secret never gets in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace courtesy {

/// What stands where a secret stood. Safe in a path and in TwiML, so that a request can be made with it in the
/// secret's place: it is then the request to the byte, but for the secret.
inline constexpr std::string_view secret_mark = "SECRET";

/// A JSON object: `{"ending":"accepted","personal":{"text":"..."}}`.
///
/// `plain`: codes, counts, times, our own words. Shown to everybody who may read the ledger, and to the operator.
/// `personal`: names, numbers, addresses, what somebody wrote or was told. Shown to the account's staff alone.
/// `secret`: only that there was one.
class LedgerBody {
 public:
  LedgerBody& plain(std::string_view name, std::string_view text) { return put(plain_, name, quoted(text)); }
  LedgerBody& plain(std::string_view name, std::int64_t number) { return put(plain_, name, std::to_string(number)); }
  LedgerBody& personal(std::string_view name, std::string_view text) { return put(personal_, name, quoted(text)); }
  /// `json`: a whole JSON value, as it is. INVARIANT of the caller: it is one.
  LedgerBody& plain_json(std::string_view name, std::string_view json) { return put(plain_, name, json); }
  LedgerBody& personal_json(std::string_view name, std::string_view json) { return put(personal_, name, json); }
  template <typename T>
  LedgerBody& secret(std::string_view name, const Secret<T>&) {
    return put(plain_, name, quoted(secret_mark));
  }

  bool empty() const { return plain_.empty() && personal_.empty(); }
  /// What is stored; empty for a body without fields.
  std::string text() const;

 private:
  static std::string quoted(std::string_view text);
  LedgerBody& put(std::string& fields, std::string_view name, std::string_view json);

  std::string plain_;
  std::string personal_;
};

/// For whom a stored body is read.
enum class Reader { staff, operator_ };

/// A stored body as one JSON object without the distinction; for the operator only its plain fields. Nothing where it
/// is no JSON object.
std::optional<std::string> body_for(Reader reader, std::string_view stored);

}  // namespace courtesy
