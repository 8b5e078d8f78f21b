#include "phonenet/webhooks/link.h"

#include "http/message.h"

namespace courtesy::phonenet {

std::string absolute(const twiml::Link& link) {
  if (link.document.empty() || link.reference.empty()) return link.reference;
  auto url = http::resolve_url(link.document, link.reference);
  return url ? std::move(*url) : link.reference;
}

}  // namespace courtesy::phonenet
