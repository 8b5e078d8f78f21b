// What rows of the ledger are in words, where a kind and a code say it all but for a few values: a table, in each
// language.
#pragma once

#include <span>
#include <string_view>

#include "api/words.h"
#include "base/language.h"
#include "ledger/row.h"

namespace courtesy::api {

/// `{by}` stands for " (who)" or nothing, `{why}` for ": why." or ".", `{what}` for the channel, `{way}` for " by
/// phone" or " by email"; any other `{name}` for that field of the row's body.
struct KnownWords {
  LedgerKind kind;
  std::string_view code;
  Tone tone;
  InEach words;
};

std::span<const KnownWords> known_words();

}  // namespace courtesy::api
