// A ward committee's detailed paper on the quality of a meeting, as its board reads it out while typing. The same as
// src/criteria/presets/sinh-hoat-chi-tiet.toml, to the last number.

const GRADED = 'Chấm điểm từ 0 đến điểm tối đa'
const YES_NO = 'Có (đủ điểm) hoặc không (0 điểm)'
const COMPUTED = 'Tự tính từ số liệu đã nhập'
const from = (bar, points) => ['từ … trở lên', bar, points]
const upTo = (bar, points) => ['không quá …', bar, points]
const rest = (points) => ['còn lại', '', points]

export const GRADES = [
  ['Tốt', '90'],
  ['Khá', '70'],
  ['Trung bình', '50'],
  ['Kém', '0'],
]

const graded = (code, text, max) => ({ code, text, kind: GRADED, max })
const yesNo = (code, text, max) => ({ code, text, kind: YES_NO, max })
const computed = (code, text, max, source, bands) => ({ code, text, kind: COMPUTED, max, source, bands })

export const CRITERIA = [
  {
    name: 'Thời gian sinh hoạt',
    items: [
      computed(
        '1.1',
        'Thời lượng so với yêu cầu (90 phút khi dưới 30 đảng viên, 120 phút khi từ 30 đảng viên)',
        '5',
        'số phút thiếu so với thời lượng yêu cầu',
        [upTo('0', '5'), upTo('15', '4'), upTo('30', '3'), ['không quá …% yêu cầu', '50', '2'], rest('1')],
      ),
    ],
  },
  {
    name: 'Tỷ lệ đảng viên dự',
    items: [
      {
        ...computed(
          '2.1',
          'Tỷ lệ dự; có đảng viên vắng không lý do thì chỉ còn 1 điểm',
          '4',
          'tỷ lệ đảng viên dự sinh hoạt',
          [from('90', '4'), from('75', '3'), from('65', '2'), rest('1')],
        ),
        except: ['số đảng viên vắng không lý do', 'lớn hơn', '0', '1'],
      },
      computed(
        '2.2',
        'Không đảng viên nào vắng có lý do quá 3 kỳ liên tiếp',
        '1',
        'số kỳ liên tiếp vắng có lý do nhiều nhất',
        [upTo('3', '1'), rest('0')],
      ),
    ],
  },
  {
    name: 'Công tác chuẩn bị',
    items: [
      graded('3.1', 'Chuẩn bị nội dung', '3'),
      graded('3.2', 'Vấn đề cần thảo luận và dự thảo kết luận, nghị quyết', '2'),
      {
        ...computed('3.3', 'Họp chi ủy trước, có biên bản', '2', 'họp chi ủy trước kỳ sinh hoạt', [
          ['có', '', '2'],
          rest('0'),
        ]),
        without: ['chi bộ không có chi ủy', 'Chi bộ được đủ điểm của mục'],
      },
      yesNo('3.4', 'Thông báo kỳ sinh hoạt', '1'),
      yesNo('3.5', 'Đăng tài liệu trên Sổ tay đảng viên điện tử trước ít nhất 01 ngày', '2'),
    ],
  },
  {
    name: 'Tổ chức sinh hoạt',
    items: [
      graded('4.1', 'Đủ các bước', '5'),
      graded('4.2', 'Nội dung sinh hoạt thường kỳ', '10'),
      {
        ...graded('4.3', 'Nội dung sinh hoạt chuyên đề', '5'),
        without: ['tháng không có sinh hoạt chuyên đề', 'Bỏ mục, quy đổi tổng điểm theo các mục còn lại'],
      },
      graded('4.4', 'Biểu dương, nhắc nhở, phê bình', '2'),
      computed('4.5', 'Tỷ lệ đảng viên phát biểu', '5', 'tỷ lệ đảng viên phát biểu', [
        ['trên …', '50', '5'],
        from('40', '4'),
        from('30', '3'),
        rest('2'),
      ]),
      yesNo('4.6', 'Sổ biên bản ghi đầy đủ', '1'),
      yesNo('4.7', 'Dành 15 đến 30 phút cho tư tưởng đảng viên', '1'),
      yesNo('4.8', 'Sử dụng tài liệu trên Sổ tay đảng viên điện tử', '1'),
    ],
  },
  {
    name: 'Điều hành của bí thư',
    items: [
      graded('5.1', 'Linh hoạt', '2'),
      graded('5.2', 'Định hướng thảo luận', '4'),
      graded('5.3', 'Gợi mở ý kiến', '3'),
      graded('5.4', 'Tổng hợp, kết luận', '1'),
    ],
  },
  {
    name: 'Thực hiện nguyên tắc',
    items: [
      graded('6.1', 'Tập trung dân chủ', '1'),
      graded('6.2', 'Tự phê bình và phê bình', '2'),
      graded('6.3', 'Tính lãnh đạo, giáo dục, chiến đấu', '1'),
      graded('6.4', 'Thông tin, nắm tâm tư đảng viên', '1'),
    ],
  },
  {
    name: 'Kết quả thực hiện nghị quyết tháng trước',
    items: [
      computed(
        '7.1',
        'Tỷ lệ nhiệm vụ tháng trước đã hoàn thành',
        '30',
        'tỷ lệ nhiệm vụ tháng trước đã hoàn thành',
        [from('90', '30'), from('80', '27'), from('70', '24'), from('60', '20'), from('50', '15'), rest('10')],
      ),
    ],
  },
  {
    name: 'Kết thúc sinh hoạt',
    items: [
      graded('8.1', 'Kết luận', '2'),
      graded('8.2', 'Thông qua biên bản, phân công nhiệm vụ', '2'),
      computed('8.3', 'Báo cáo trong 02 ngày sau sinh hoạt', '1', 'số ngày từ kỳ sinh hoạt đến khi báo cáo', [
        upTo('2', '1'),
        rest('0'),
      ]),
    ],
  },
]
