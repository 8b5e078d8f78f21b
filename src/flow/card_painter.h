// A state's card in a diagram, drawn: its words, its keys, and how many calls were there.
#pragma once

#include <string>
#include <string_view>

#include "flow/diagram.h"
#include "flow/diagram_card.h"
#include "flow/svg.h"

namespace courtesy::flow {

inline constexpr double sign_room = 14;  ///< between caps and what stands behind them

/// Draws into `shapes`; both outlive it.
class CardPainter {
 public:
  CardPainter(const Picture& picture, Svg& shapes) : picture_(picture), shapes_(shapes) {}

  /// With its left upper corner there.
  void card(const Card& one, double x, double y);
  /// What stands on its lines, right of the card.
  void caps(const Card& one, double x, double y);

  /// A phone's key stands out of the paper; what is no key lies flat. Returns the width.
  double cap(const Cap& one, double x, double y);
  void end_sign(double x, double y);
  void round_sign(double x, double y, const CardRow& row);

  /// The classes of a row's line and of its tip. The more of all calls go there, the thicker.
  std::string way(const CardRow& row) const;
  static std::string_view tip(const CardRow& row);

 private:
  std::string_view say(InEach words) const { return words.in(picture_.language); }
  std::size_t taken(const CardRow& row) const;
  std::string_view busy(const CardRow& row) const;
  void heading(const Card& one, double x, double y);
  void row(const Card& one, std::size_t row, double x, double y);
  double count(const Card& one, const CardRow& row, double x, double y);
  void tags(const Card& one, double x, double y);

  const Picture& picture_;
  Svg& shapes_;
};

}  // namespace courtesy::flow
