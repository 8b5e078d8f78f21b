#include "api/heard_json.h"

#include <boost/json.hpp>

#include "api/answer.h"

namespace courtesy::api {

boost::json::array heard_json(std::span<const flow::HeardPiece> pieces) {
  boost::json::array list;
  for (const auto& piece : pieces)
    list.push_back(boost::json::object{{"words", maybe(piece.words)}, {"url", maybe(piece.url)}});
  return list;
}

}  // namespace courtesy::api
