// The link by which somebody leaves our emails (RFC 8058): GET shows a page and changes nothing, since link scanners
// fetch it; POST acts at once, without cookie, sign-in or redirect.
#pragma once

#include <vector>

#include "base/secret.h"
#include "http/seam.h"
#include "store/store.h"

namespace courtesy {

class Unsubscribe final : public http::Handler {
 public:
  /// `keys` as in smtp::Settings::link_keys. `store` outlives the handler.
  Unsubscribe(Store& store, std::vector<Secret<std::string>> keys) : store_(store), keys_(std::move(keys)) {}

  /// Takes `/unsubscribe/TOKEN`. 404 for a link that is not ours, whatever is wrong with it.
  void handle(http::Request request, http::Respond respond) override;

 private:
  Store& store_;
  std::vector<Secret<std::string>> keys_;
};

}  // namespace courtesy
