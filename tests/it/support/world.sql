-- The cast. Two branches under the provincial committee: "dcq" (bodies of the province) with two cells, and
-- "dcs" with one, whose people see nothing of the first. One person for each role; user names tell which.
insert into organization (code) values ('tinh-uy'), ('dcq'), ('thanh-tra'), ('noi-vu'), ('dcs'), ('cong-nghe');
insert into organization_period (organization_id, valid, name, short_name, kind, has_cell_committee, sector, parent_id)
select o.organization_id, '[2020-01-01,)', v.name, v.short_name, v.kind, v.committee, v.sector, p.organization_id
from (values
    (1, 'tinh-uy', 'Tỉnh ủy', 'Tỉnh ủy', 'committee', null::boolean, null, null),
    (2, 'dcq', 'Đảng ủy Các cơ quan tỉnh', 'ĐU CCQ tỉnh', 'committee', null, null, 'tinh-uy'),
    (3, 'thanh-tra', 'Chi bộ Thanh tra tỉnh', 'CB Thanh tra', 'cell', true, 'office', 'dcq'),
    (4, 'noi-vu', 'Chi bộ Sở Nội vụ', 'CB Nội vụ', 'cell', false, 'office', 'dcq'),
    (5, 'dcs', 'Đảng ủy Công sở', 'ĐU Công sở', 'committee', null, null, 'tinh-uy'),
    (6, 'cong-nghe', 'Chi bộ Công nghệ', 'CB Công nghệ', 'cell', false, 'office', 'dcs')
) v (n, code, name, short_name, kind, committee, sector, parent)
join organization o on o.code = v.code
left join organization p on p.code = v.parent
order by v.n;

insert into registration (organization_id, way, valid, decision_number, supervisor)
select organization_id, 'pilot', '[2023-01-01,)', '05-QĐ/ĐU', 'Hoàng Thị Mai' from organization where code = 'thanh-tra';
insert into registration (organization_id, way, valid)
select organization_id, 'self', '[2023-01-01,)' from organization where code in ('noi-vu', 'cong-nghe');

insert into person (name, username, created_at)
select v.name, v.username, '2020-01-01' from (values
    (1, 'Nguyễn Văn An', 'bithu.thanhtra'), (2, 'Trần Thị Bình', 'phobithu.thanhtra'), (3, 'Lê Văn Cường', 'nhaplieu.thanhtra'),
    (4, 'Phạm Thị Dung', 'bithu.noivu'), (5, 'Hoàng Văn Em', 'bithu.congnghe'),
    (6, 'Vũ Thị Giang', 'thamdinh.dcq'), (7, 'Đặng Văn Hải', 'tochuc.dcq'), (8, 'Bùi Thị Hoa', 'thuongvu.dcq'),
    (9, 'Đỗ Văn Khánh', 'vanphong.dcq'), (10, 'Ngô Thị Lan', 'kiemtra.dcq'), (11, 'Dương Văn Minh', 'theodoi.dcq'),
    (12, 'Lý Thị Nga', 'quantri.dcq'), (13, 'Hồ Văn Phúc', 'thamdinh.tinhuy')
) v (n, name, username) order by v.n;
insert into position (person_id, organization_id, role, valid)
select p.person_id, o.organization_id, v.role, '[2020-01-01,)' from (values
    (1, 'bithu.thanhtra', 'thanh-tra', 'secretary'), (2, 'phobithu.thanhtra', 'thanh-tra', 'deputy'),
    (3, 'nhaplieu.thanhtra', 'thanh-tra', 'clerk'), (4, 'bithu.noivu', 'noi-vu', 'secretary'),
    (5, 'bithu.congnghe', 'cong-nghe', 'secretary'), (6, 'thamdinh.dcq', 'dcq', 'reviewer'),
    (7, 'tochuc.dcq', 'dcq', 'organization_board'), (8, 'thuongvu.dcq', 'dcq', 'standing_committee'),
    (9, 'vanphong.dcq', 'dcq', 'office'), (10, 'kiemtra.dcq', 'dcq', 'inspection'), (11, 'theodoi.dcq', 'dcq', 'viewer'),
    (12, 'quantri.dcq', 'dcq', 'administrator'), (13, 'thamdinh.tinhuy', 'tinh-uy', 'reviewer')
) v (n, username, code, role)
join person p using (username) join organization o using (code) order by v.n;

-- The roll of Thanh tra: 26 who are expected, one exempt, one away, one temporarily here. Sở Nội vụ keeps none.
insert into member (name)
select (array['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ'])[1 + n % 6] || ' '
    || (array['Văn', 'Thị', 'Đức', 'Minh', 'Thu'])[1 + n % 5] || ' '
    || (array['An', 'Ánh', 'Bình', 'Chi', 'Dũng', 'Đạt', 'Hà', 'Hùng', 'Lâm', 'Mai', 'Oanh', 'Ước', 'Yến'])[1 + n % 13]
    || case when n < 13 then '' else ' ' || (array['Anh', 'Bích', 'Châu', 'Điệp', 'Em', 'Giang', 'Huệ', 'Khôi', 'Linh', 'My', 'Nhi', 'Phú', 'Quý', 'Sơn', 'Tâm', 'Uyên'])[n - 12] end
from generate_series(0, 28) n;
insert into membership (member_id, organization_id, valid, standing, status, post)
select member_id, 3, '[2020-01-01,)', case when member_id = 25 then 'probationary' else 'official' end,
    case member_id when 27 then 'exempt' when 28 then 'temporarily_away' when 29 then 'temporarily_here' else 'active' end,
    case member_id when 1 then 'Bí thư' when 2 then 'Phó bí thư' when 3 then 'Chi ủy viên' end
from member;
