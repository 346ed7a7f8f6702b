//! Operators of expressions: `!`, `-`, comparisons, arithmetic, and the two that need not know both of their sides.

use hcl_edit::expr::{BinaryOp, BinaryOperator, UnaryOperator};

use super::{Evaluated, Evaluator, Without, made, truth};
use crate::tree::{Node, Value};

/// `!a` and `-a`.
pub(super) fn unary(operator: UnaryOperator, node: &Node) -> Evaluated {
    match operator {
        UnaryOperator::Not => truth(node).map(|holds| made(Value::Bool(!holds))),
        UnaryOperator::Neg => number(node).map(|number| counted(-number)),
    }
}

impl Evaluator<'_> {
    pub(super) fn binary(&mut self, operation: &BinaryOp) -> Evaluated {
        use BinaryOperator as Op;
        let operator = *operation.operator.value();
        let left = self.value(&operation.lhs_expr);
        let right = self.value(&operation.rhs_expr);
        if let Op::And | Op::Or = operator {
            let (left, right) = (left.and_then(|node| truth(&node)), right.and_then(|node| truth(&node)));
            // One side is enough where it decides.
            let decides = operator == Op::Or;
            return match (left, right) {
                (Ok(side), _) | (_, Ok(side)) if side == decides => Ok(made(Value::Bool(decides))),
                (Ok(_), Ok(_)) => Ok(made(Value::Bool(!decides))),
                (Err(why), _) | (_, Err(why)) => Err(why),
            };
        }
        let (left, right) = (left?, right?);
        let numbers = || Ok::<_, Without>((number(&left)?, number(&right)?));
        let says = |holds: bool| Ok(made(Value::Bool(holds)));
        match operator {
            Op::Eq => says(left.same(&right)),
            Op::NotEq => says(!left.same(&right)),
            Op::Less => numbers().and_then(|(a, b)| says(a < b)),
            Op::LessEq => numbers().and_then(|(a, b)| says(a <= b)),
            Op::Greater => numbers().and_then(|(a, b)| says(a > b)),
            Op::GreaterEq => numbers().and_then(|(a, b)| says(a >= b)),
            Op::Plus => numbers().map(|(a, b)| counted(a + b)),
            Op::Minus => numbers().map(|(a, b)| counted(a - b)),
            Op::Mul => numbers().map(|(a, b)| counted(a * b)),
            Op::Div | Op::Mod if number(&right)? == 0.0 => Err(Without::Failing),
            Op::Div => numbers().map(|(a, b)| counted(a / b)),
            Op::Mod => numbers().map(|(a, b)| counted(a % b)),
            Op::And | Op::Or => Err(Without::Unknown),
        }
    }
}

/// The number that a value is.
pub(super) fn number(node: &Node) -> Result<f64, Without> {
    node.number().filter(|number| number.is_finite()).ok_or(Without::Failing)
}

/// A number as Terraform writes it: `0` and not `0.0`.
pub(super) fn counted(number: f64) -> Node {
    made(Value::Number(format!("{number}")))
}
