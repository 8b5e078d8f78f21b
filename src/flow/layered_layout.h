// Where the boxes of a graph go: in columns from left to right, with few crossings and lines that hardly bend.
#pragma once

#include <cstddef>
#include <vector>

namespace courtesy::flow {

struct LayoutEdge {
  std::size_t from;
  std::size_t to;
  double port;  ///< where it leaves, from the top of its box
};

/// The edges must not go round.
struct LayoutGraph {
  std::vector<double> heights;  ///< of the boxes
  std::vector<LayoutEdge> edges;
  double gap;   ///< between two boxes of a column, at least
  double lane;  ///< between a line that passes through a column and its neighbours, at least
};

/// After Sugiyama: longest path into columns, a lane for each column that an edge passes, orders by barycentre, places
/// by repeated averaging that keeps the order. The same graph always gives the same picture.
struct Layout {
  struct Route {
    std::vector<double> lanes;  ///< its height in each column that it passes
    double arrives;             ///< where it meets its box, from the picture's top
  };
  std::vector<int> columns;   ///< of the boxes, from 0
  std::vector<double> tops;   ///< of the boxes
  std::vector<Route> routes;  ///< of the edges
  int column_count = 0;
  double height = 0;
};
Layout lay_out(const LayoutGraph& graph);

}  // namespace courtesy::flow
