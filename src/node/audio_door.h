// Where the gateway fetches what a call plays: `/audio/HASH.wav`, without a session.
#pragma once

#include <map>
#include <string>

#include "flow/library.h"
#include "flow/slots.h"
#include "http/seam.h"
#include "store/store.h"

namespace courtesy {

/// Gives what prompts have, of whichever account, and what lies in the flows' folders; 404 for all else: what clients
/// left as messages too. A hash of 256 bits is guessed by nobody, and nothing lists them. What it names never changes,
/// so it may be kept for ever. GET and HEAD.
class AudioDoor final : public http::Handler {
 public:
  /// Both outlive it.
  AudioDoor(Store& store, const flow::Library& flows);
  void handle(http::Request request, http::Respond respond) override;

 private:
  Store& store_;
  std::map<std::string, flow::FlowRecording> own_;  ///< of the flows, by hash; its bytes are the library's
};

}  // namespace courtesy
