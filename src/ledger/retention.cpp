#include "ledger/retention.h"

namespace courtesy {

Result<void> LedgerRetention::check() const {
  using std::chrono::days;
  if (bodies < days{7} || bodies > days{2'200}) return invalid("bodies are kept for 7 to 2200 days");
  if (recordings < days{1} || recordings > bodies) {
    return invalid("recordings are kept for at least 1 day, and not longer than bodies");
  }
  return {};
}

}  // namespace courtesy
